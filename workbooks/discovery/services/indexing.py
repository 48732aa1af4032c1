"""Putting workbooks into the search index, and taking them out: whatever they are now, whatever was heard of them.

One transaction indexes at a time; it reads the workbooks after it holds the lock, so that the newest text wins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from config.db import wait_lock
from config.search.conditions import Matches
from workbooks.catalog import queries as catalog
from workbooks.discovery.documents import FORMAT, INDEX, Document, document, freshness, lexical, standing, tag_key
from workbooks.discovery.models import SearchEntry
from workbooks.discovery.services.words import count_words
from workbooks.tags.queries import carried_by

LOCK = "workbooks.discovery.index"
_WRITTEN = ["author_id", "is_public", "is_counted", "listed_at", "fresh", "score", "version", "format", "digest"]


@transaction.atomic
def index_workbooks(*, workbook_ids: Iterable[UUID]) -> int:
    """Have the index hold these workbooks as they are; returns how many entries were made, changed or removed."""
    wanted = sorted(set(workbook_ids))
    wait_lock(LOCK)
    rows = {row["id"]: row for row in catalog.findable(wanted)}
    tags = carried_by(rows)
    held = {entry.workbook_id: entry for entry in SearchEntry.objects.filter(workbook_id__in=wanted)}
    changes: Counter[str] = Counter()
    gone = remove([entry for workbook_id, entry in held.items() if workbook_id not in rows], changes)
    documents = {workbook_id: document(row, tags.get(workbook_id, [])) for workbook_id, row in rows.items()}
    stale = [
        entry
        for workbook_id, entry in held.items()
        if workbook_id in documents and (entry.digest != documents[workbook_id].digest or entry.format != FORMAT)
    ]
    _take_words(stale, changes)
    new = [SearchEntry(workbook_id=workbook_id) for workbook_id in rows if workbook_id not in held]
    written = [_filled(entry, rows[entry.workbook_id], documents[entry.workbook_id]) for entry in [*stale, *new]]
    same = [entry for workbook_id, entry in held.items() if workbook_id in rows and entry not in stale]
    touched = [_filled(entry, rows[entry.workbook_id], documents[entry.workbook_id]) for entry in same]
    INDEX.add([(entry, _texts(documents[entry.workbook_id])) for entry in new])
    SearchEntry.objects.bulk_update([*stale, *touched], _fields(), batch_size=100)
    INDEX.write({entry.pk: _texts(documents[entry.workbook_id]) for entry in stale})
    for entry in written:
        if entry.is_counted:
            changes.update(documents[entry.workbook_id].words)
    count_words(changes)
    return len(written) + gone


def _fields() -> list[str]:
    return [name.removesuffix("_id") for name in _WRITTEN]


def _texts(made: Document) -> tuple[list[list[str]], list[str]]:
    return made.tokens, made.keys


def _filled(entry: SearchEntry, row: dict[str, Any], made: Document) -> SearchEntry:
    entry.author_id = row["author_id"]
    entry.is_public = entry.is_counted = row["visibility"] == "public"
    entry.listed_at = row["listed_at"]
    entry.fresh = freshness(row["listed_at"])
    entry.score = round(entry.fresh + standing(row["popular_score"], row["trending_score"]), 4)
    entry.version, entry.format, entry.digest = row["version"], FORMAT, made.digest
    return entry


def _take_words(entries: Sequence[SearchEntry], changes: Counter[str]) -> None:
    """Count the words of these entries no longer, as far as they were counted."""
    found = INDEX.words_of(entry.pk for entry in entries if entry.is_counted)
    for words in found.values():
        changes.subtract(lexical(words))


def remove(entries: Sequence[SearchEntry], changes: Counter[str]) -> int:
    """Take entries out of the index, and their words from the counts in hand; the caller holds the lock."""
    _take_words(entries, changes)
    return SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()[0]


@transaction.atomic
def unindex_author(*, author_id: UUID, most: int) -> int:
    """Take up to `most` of an author's workbooks out of the index, with their words; returns how many."""
    wait_lock(LOCK)
    changes: Counter[str] = Counter()
    gone = remove(list(SearchEntry.objects.filter(author_id=author_id).order_by("pk")[:most]), changes)
    count_words(changes)
    return gone


@transaction.atomic
def mark_tag_stale(*, tag_id: int) -> int:
    """Have the sweep make the entries of everything that carries the tag, or carried it, anew."""
    wait_lock(LOCK)
    return SearchEntry.objects.filter(Matches(INDEX, INDEX.keyed([tag_key(tag_id)]))).update(version=0)
