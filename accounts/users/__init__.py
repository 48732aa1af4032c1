"""Users: who someone is on this installation, which role they hold and in what state their account is.

Words: a *user* is one account; its *role* is a rung of the platform's ladder; its *status* says what it may still do.
Promises: a name and an address belong to one account whatever their case; the last admin stays admin.
"""
