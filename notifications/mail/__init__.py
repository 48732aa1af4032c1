"""Mail: what accounts are told by e-mail, and the one place that sends any.

Words: a *kind* is one sort of mail, with its wording in every language; its *cause* is the event that calls for it.
Promises: one mail a cause, kind and person, whatever is redelivered; tokens are made while sending and kept nowhere;
nothing that a member typed can become a header or a part of a template.
"""
