"""What becomes of friend requests in exports and in erasure."""

from __future__ import annotations

from django.db.models import Q

from config.privacy import Delete, Export, Person, register


def _theirs_to_read(person: Person) -> Q:
    return Q(sender_id=person.id) | Q(recipient_id=person.id, hidden_at__isnull=True)


def declare() -> None:
    register(
        "social.FriendRequest",
        of=("sender", "recipient"),
        export=Export(of=_theirs_to_read, because="a message that is hidden is not shown to whoever received it"),
        erase=Delete(),
    )
