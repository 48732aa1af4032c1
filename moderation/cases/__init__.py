"""Cases: the moderators' one queue. Whatever is held against a thing gathers on its one case.

Words: a *case* is about one thing of any kind. It is *open*, then *claimed* by a moderator, then *decided*; what comes
later opens it again, in its next *round*. A *decision* ends a round: it dismisses, or it imposes sanctions, several at
once, or restores. An *entry* is one line of a case's history. A case is *escalated* when a higher role must decide.
Promises: one case an entity; a claimed case does not go to two; a decision says which version of the case it was made
from, and a stale one is refused; nobody decides about what is their own or about a role that is not below theirs; what
was dismissed is fine until it is edited.
"""
