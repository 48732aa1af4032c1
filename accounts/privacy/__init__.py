"""Privacy: a member's data as a file, the deletion of an account, and what somebody has agreed to.

Words: an *export* is one file with every row about a member; a *deletion* is the wish to be erased, which waits for the
end of its grace and can be taken back until then; *erasure* is what happens after; a *consent* is a yes or a no to a
version of a document. What each model holds of a person is declared in `config.privacy`.
Promises: one export at a time; its link is secret, short-lived and dies with the sessions; sign-in ends at once when an
account is deleted; erasure can be killed anywhere and goes on; consents are only ever added.
"""
