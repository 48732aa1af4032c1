"""What becomes of kept answers in exports and in erasure."""

from __future__ import annotations

from django.db.models import Q

from config.privacy import Delete, Export, Person, register


def of(person: Person) -> Q:
    return Q(actor=f"user:{person.id}")


def declare() -> None:
    register(
        "api.IdempotentAnswer",
        of=of,
        export=Export(
            left_out={
                "request_hash": "a digest of what was sent, which may hold a password",
                "body": "a copy of an answer that was given to the member already, kept for a day",
            }
        ),
        erase=Delete(),
    )
