"""The second step: what a member shows beside the password, and passkeys, which stand in for both.

Words: a *factor* is TOTP (an app that shows six digits), e-mailed codes, or a passkey; the second step is *on* as soon
as one factor is there; *recovery codes* open the door when no factor is at hand; a *pending sign-in* is a right
password that waits for its second step; a *ceremony* is one challenge that a passkey signs.
Promises: every code and every challenge is good once, whoever comes at the same moment; guessing ends after five; no
secret lies in a row in clear, nor can any be read again; a new password does not turn the second step off.
"""
