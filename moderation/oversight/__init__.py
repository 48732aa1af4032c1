"""Oversight: how moderation does, what staff did, and what the public may know of it.

Words: *statistics* are the staff's figures by day: volume, time to the first act and to the decision, backlog, share
overturned. The *transparency log* tells the public each decision without a name, an id or a text, and its figures by
month.
Promises: nothing here writes but that somebody took the audit along; a figure says as of when it is; what is told to
the public is of whole days, a day old, and fewer than three of a thing are never told, so that it leads to nobody.
"""
