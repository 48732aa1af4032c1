"""What becomes of the search index in exports and in erasure: it holds nothing that does not stand in the workbooks."""

from __future__ import annotations

from config.privacy import By, NotExported, Person, register
from config.privacy.erasing import BATCH
from workbooks.discovery.documents import INDEX
from workbooks.discovery.services import unindex_author

BEFORE_CONTENT = 20


def forget_entries(person: Person) -> int:
    """Take the person's workbooks out of the index, and their words out of the lexicon. What is given away comes back
    with the next sweep."""
    gone = unindex_author(author_id=person.id, most=BATCH)
    if not gone:
        INDEX.forget_what_was()
    return gone


def declare() -> None:
    register(
        "workbooks.SearchEntry",
        of="author",
        export=NotExported("an index of the person's workbooks, which are exported themselves"),
        erase=By(forget_entries, "deleted, with the words that nobody else uses"),
        place=BEFORE_CONTENT,
    )
