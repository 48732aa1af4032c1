"""What becomes of items and flags in exports and in erasure."""

from __future__ import annotations

from django.db.models import Q

from config.privacy import Delete, Export, Person, register


def _did_or_was_meant(person: Person) -> Q:
    return Q(actor_id=person.id) | Q(kind="profile", thing_id=person.id)


def declare() -> None:
    register(
        "social.ActivityEvent",
        of=_did_or_was_meant,
        export=Export(of="actor", because="what others did is theirs to read"),
        erase=Delete(),
    )
    register("social.ActivityFlag", of="member", export=Export(), erase=Delete())
