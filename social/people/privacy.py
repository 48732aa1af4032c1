"""What becomes of the search index of people in exports and in erasure."""

from __future__ import annotations

from config.privacy import By, NotExported, Person, register
from social.people.indexing import INDEX
from social.people.services import unindex_person


def forget_entry(person: Person) -> int:
    """Take the person out of the index."""
    gone = unindex_person(user_id=person.id)
    if not gone:
        INDEX.forget_what_was()
    return gone


def declare() -> None:
    register(
        "social.PersonEntry",
        of="user",
        export=NotExported("an index of the person's name and title, which are exported with the profile"),
        erase=By(forget_entry, "deleted"),
    )
