"""Mail: what accounts are told by e-mail, from the proof of an address to the end of an account.

Words: what a mail says is its type's wording (`notifications.templates`), filled by its *letter*, which is asked for at
the moment of sending; its *cause* is the event that calls for it. Promises: one mail a cause, type and person, whatever
is delivered again; tokens are made while sending and kept nowhere. The queue (`notifications.delivery`) does the rest.
"""
