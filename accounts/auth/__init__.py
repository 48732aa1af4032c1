"""Signing in and staying signed in: registration, tokens, device sessions, passwords, addresses proven, lockout.

Words: a *session* is one device's stay, one family of refresh tokens; an *access token* says who someone is for minutes
and is checked without reading the database; a *revocation* is the row by which every process learns that a session or
an account is no longer what its tokens say; a *one-time token* is what a mail carries.
Promises: a refresh token is good once; whatever is revoked stops within half a second everywhere; no answer tells
whether an account exists to those who do not know its password.
"""
