"""Addresses: where a member is reached beside their account's own e-mail address.

Words: an *address* is a further e-mail address, a browser's web-push subscription, or a device known to OneSignal.
Promises: an e-mail address is used once a mailed code has proved it; a browser or device belongs to whoever signed in
on it last; nobody sees another's.
"""
