"""The search: bounded candidates from the index, those of them that the viewer sees, ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from config.roles import Viewer
from config.search.conditions import Matches, Rank
from config.search.picking import Picker
from config.search.query import Query, parse
from workbooks.catalog import queries as catalog
from workbooks.discovery.documents import INDEX, author_key, in_title, tag_key
from workbooks.discovery.models import SearchEntry
from workbooks.discovery.queries.asking import entries, meant

if TYPE_CHECKING:
    from workbooks.catalog.models import Workbook

CANDIDATES = 120
"""How many workbooks are ranked; five times as many where few of these are the viewer's to see."""

# The words weigh more than favour: what is talked of comes before what nobody knows where it meets the words about as
# well, and a title that is what was asked for comes before tags that are.
_TEXT = 40.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the query, and what narrows it. Of each of `tags`, one must be carried."""

    query: Query
    tags: Sequence[Sequence[int]] = ()
    author_id: UUID | None = None
    since: datetime | None = None

    @property
    def keys(self) -> list[list[str]]:
        keys = [[tag_key(tag_id) for tag_id in any_of] for any_of in self.tags]
        return keys if self.author_id is None else [*keys, [author_key(self.author_id)]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the rows of `id`, `rank`, `author_id` and `listed_at`, the best first.

    `is_capped` says that there is more than is ranked; `corrected`, that another query was meant.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    is_capped: bool = False
    query: Query = field(default_factory=lambda: parse(""))
    corrected: str | None = None


def find(viewer: Viewer, asked: Asked, *, is_beginning: bool = False, most: int = CANDIDATES) -> Found:
    """What meets the query and `viewer` sees; where there is nothing, what meets the query that was meant.

    With `is_beginning`, it is looked for in titles alone: for suggestions.
    """
    if asked.query.is_empty:
        return Found(query=asked.query)
    found = _found(viewer, asked, is_beginning, most)
    if found.rows:
        return found
    other = meant(asked.query)
    if other is None:
        return found
    corrected = _found(viewer, replace(asked, query=other), is_beginning, most)
    return replace(corrected, corrected=other.text) if corrected.rows else found


def _found(viewer: Viewer, asked: Asked, is_beginning: bool, most: int) -> Found:
    query = in_title(asked.query) if is_beginning else asked.query
    narrowed = {"since": asked.since} if asked.since is not None else {}
    rows, is_capped = PICKER.pick(
        viewer=viewer,
        said=INDEX.said(query, also=asked.keys),
        ranked=INDEX.ranked(query),
        most=most,
        first=asked.author_id is None,
        **narrowed,
    )
    for row in rows:
        row["rank"] = round(float(row["text"]) * (_TEXT + row["score"]), 6)
    rows.sort(key=lambda row: (row["rank"], str(row["id"])), reverse=True)
    return Found(rows, is_capped, asked.query)


def _seen(viewer: Viewer, said: str) -> QuerySet[Any, Any]:
    rows = catalog.listed(viewer).filter(search_entry__isnull=False)
    return rows.annotate(text=Rank(INDEX, said, key="search_entry__id"), score=F("search_entry__score"))


PICKER = Picker(
    "discovery",
    INDEX,
    entries,
    _seen,
    ("id", "author_id", "listed_at", "text", "score"),
    leads="search_entry__",
    entry_pk="workbook_id",
)


def matching(rows: QuerySet[Workbook], text: str) -> QuerySet[Workbook]:
    """`rows` narrowed to those that meet the query; what only their author sees is not among them."""
    return meeting(rows, Asked(parse(text)))


def meeting(rows: QuerySet[Workbook], asked: Asked) -> QuerySet[Workbook]:
    """`rows` narrowed to those that meet the query and what narrows it, however many: for lists in other orders."""
    if asked.query.is_empty:
        return rows.none()
    found = SearchEntry.objects.filter(Matches(INDEX, INDEX.said(asked.query, also=asked.keys)))
    if asked.since is not None:
        rows = rows.filter(listed_at__gte=asked.since)
    return rows.filter(Q(pk__in=found.values("workbook_id")))


def counted(rows: Sequence[dict[str, Any]], column: str, most: int) -> list[tuple[Any, int]]:
    """The commonest values of a column among what was found, with how often each is there."""
    return Counter(row[column] for row in rows).most_common(most)
