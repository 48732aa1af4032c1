"""What becomes of the admin's own log in exports and in erasure; the audit is what we go by."""

from __future__ import annotations

from django.db.models import Q

from config.privacy import Delete, Export, Person, register


def of(person: Person) -> Q:
    return Q(user_id=person.id) | Q(object_id=str(person.id))


def declare() -> None:
    register(
        "admin.LogEntry",
        of=of,
        export=Export(of="user", because="what staff did to an account stands in the audit, which is exported"),
        erase=Delete(),
    )
