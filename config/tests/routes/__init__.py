"""Every route with every role: who gets which status, and what it costs in queries.

`access.txt` is the table; a route that is missing from it fails. `ACCESS_TABLE=write pytest config/tests/routes` writes
what it sees, for a person to read in the diff; nothing is taken over unread.
"""
