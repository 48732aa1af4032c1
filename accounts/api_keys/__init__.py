"""API keys: how programs act as an account, within scopes, limits and quotas, and what they used.

A member makes keys that act as themselves; admins make service accounts (`api_user`) and keys for them. The key's text
is shown once. What is kept is a digest and the prefix by which it is found. A verified key is remembered by its
process for as long as the revocations (`accounts.auth.revocation`) say nothing of it, a minute at most.

What a key used is counted in memory and written every few seconds by a thread, so that no request waits for it.
"""
