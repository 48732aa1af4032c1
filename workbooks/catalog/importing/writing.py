"""Putting a batch of rows into the database: what is new in bulk, what changed in bulk, the rest left alone.

The totals that a listing brings are kept apart from our own counters. The text of a workbook is replaced only where the
listing's own text changed, so that what an author edited here stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.profiles import services as profiles
from accounts.users import queries as users
from accounts.users.services import create_unclaimed_many
from config import bulk, clock
from config.db import uuid7, wait_lock
from workbooks.catalog.errors import TextRejected
from workbooks.catalog.importing.rows import Refusal, Row
from workbooks.catalog.models import State, Visibility, Workbook, WorkbookVersion
from workbooks.catalog.services.hiding import tell_hidden
from workbooks.catalog.services.writing import screen_text, slug_for
from workbooks.tags import services as tags
from workbooks.tags.queries import names_of

_UPDATED = [
    "title",
    "slug",
    "description",
    "published_at",
    "listed_at",
    "imported_views",
    "imported_favorites",
    "import_digest",
    "hidden_at",
    "version",
    "updated_at",
]


@dataclass(slots=True)
class Outcome:
    """What became of a batch."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class _ToCount:
    """What is written when the workbooks are: their tags, those of them that are listed, and their authors' counts."""

    names: dict[UUID, Sequence[str]] = field(default_factory=dict)
    listed: set[UUID] = field(default_factory=set)
    authors: Counter[UUID] = field(default_factory=Counter)


def write_batch(rows: Sequence[Row]) -> Outcome:
    """Write the rows in the caller's transaction; one import writes at a time."""
    wait_lock("workbooks.import")
    held = Workbook.objects.select_for_update(no_key=True).filter(import_key__in=[row.key for row in rows])
    known = {workbook.import_key: workbook for workbook in held.order_by("pk")}
    outcome, to_count = Outcome(), _ToCount()
    _change([row for row in rows if row.key in known], known, to_count, outcome)
    _create([row for row in rows if row.key not in known], to_count, outcome)
    # Tags before profiles, as everyone does who locks both.
    tags.tag_workbooks(names=to_count.names, listed=to_count.listed)
    profiles.bump_counts({author_id: {"workbooks": number} for author_id, number in to_count.authors.items()})
    outcome.refusals.sort(key=lambda refusal: refusal.line)
    return outcome


def _create(rows: Sequence[Row], to_count: _ToCount, outcome: Outcome) -> None:
    """Insert workbooks, and the accounts of authors who are not here yet."""
    authors, refused = create_unclaimed_many({row.author for row in rows})
    made, prototype, now = [], Workbook(status=State.PUBLISHED, visibility=Visibility.PUBLIC), clock.now()
    for row in rows:
        if row.author in refused:
            outcome.refusals.append(Refusal(row.line, f"author_{refused[row.author]}", _WHY.format(row.author[:40])))
            continue
        workbook = _new(prototype, row, authors[row.author], now)
        if _passes(workbook, row, outcome):
            made.append(workbook)
            if row.tags:
                to_count.names[workbook.pk] = row.tags
    bulk.insert(made)
    counted = [workbook for workbook in made if workbook.is_listed]
    to_count.listed.update(workbook.pk for workbook in counted)
    to_count.authors.update(workbook.author_id for workbook in counted)
    outcome.created += len(made)


_WHY = "author: {!r} cannot be the name of an account here."


def _new(prototype: Workbook, row: Row, author_id: UUID, now: datetime) -> Workbook:
    return bulk.like(
        prototype,
        id=uuid7(),
        created_at=now,
        updated_at=now,
        author_id=author_id,
        title=row.title,
        slug=slug_for(row.title),
        description=row.description or "",
        embed_url=row.url,
        source_id=row.source.pk,
        published_at=row.published_at or now,
        listed_at=row.published_at or now,
        imported_views=row.views,
        imported_favorites=row.favorites,
        import_key=row.key,
        import_digest=row.digest,
    )


def _passes(workbook: Workbook, row: Row, outcome: Outcome) -> bool:
    try:
        if screen_text(workbook, row.tags or ()) and workbook.hidden_at is None:
            workbook.hidden_at = clock.now()
    except TextRejected as error:
        outcome.refusals.append(Refusal(row.line, error.code, error.message))
        return False
    return True


def _change(rows: Sequence[Row], known: Mapping[str | None, Workbook], to_count: _ToCount, outcome: Outcome) -> None:
    """Update workbooks whose rows say something new."""
    authors = users.ids_by_usernames({row.author for row in rows})
    changed, versions = [], []
    for row in rows:
        workbook = known[row.key]
        if workbook.author_id != authors.get(row.author):
            outcome.refusals.append(Refusal(row.line, "other_author", "url: this workbook is another author's here."))
            continue
        if workbook.deleted_at is not None or _says_nothing_new(row, workbook):
            outcome.unchanged += 1
            continue
        if row.digest != workbook.import_digest:
            was_listed, was_hidden = workbook.is_listed, workbook.hidden_at is not None
            version = _replace_text(workbook, row)
            if not _passes(workbook, row, outcome):
                continue
            if workbook.hidden_at is not None and not was_hidden:
                tell_hidden(workbook)
            versions.append(version)
            to_count.names[workbook.pk] = version.tags if row.tags is None else row.tags
            if workbook.is_listed:
                to_count.listed.add(workbook.pk)
            elif was_listed:
                to_count.authors[workbook.author_id] -= 1
        workbook.imported_views, workbook.imported_favorites = row.views, row.favorites
        changed.append(workbook)
    Workbook.objects.bulk_update(changed, _UPDATED, batch_size=100)
    WorkbookVersion.objects.bulk_create(versions, batch_size=250)
    outcome.updated += len(changed)


def _says_nothing_new(row: Row, workbook: Workbook) -> bool:
    return (row.digest, row.views, row.favorites) == (
        workbook.import_digest,
        workbook.imported_views,
        workbook.imported_favorites,
    )


def _replace_text(workbook: Workbook, row: Row) -> WorkbookVersion:
    """Put the row's text into the workbook in hand; the text that goes, as a version."""
    version = WorkbookVersion(
        workbook=workbook,
        number=workbook.version,
        title=workbook.title,
        description=workbook.description,
        embed_url=workbook.embed_url,
        tags=names_of(workbook.pk),
        replaced_at=clock.now(),
    )
    workbook.title, workbook.slug = row.title, slug_for(row.title)
    workbook.description = workbook.description if row.description is None else row.description
    if row.published_at is not None:
        workbook.published_at = workbook.listed_at = row.published_at
    workbook.import_digest = row.digest
    workbook.version += 1
    workbook.updated_at = clock.now()
    return version
