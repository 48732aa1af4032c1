"""Unsubscribing: one click in a mail turns mails of its type off, without signing in (RFC 8058).

Words: a *token* names a member and a type of mail (or the digest), signed for this purpose alone; it has no end, since
old mails are clicked as well, and dies with the account. Promises: looking at the page changes nothing, since programs
look through mail; pressing twice is as pressing once; whoever has no token learns nothing of anybody; a token can turn
mails of its one type off and on again, and nothing else.
"""
