"""Very many workbooks at once, for demo data, with the counts that whoever makes what is counted brings along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from config import bulk
from workbooks.catalog.models import State, Visibility, Workbook

TABLES = [Workbook]
COLUMNS = (
    "id", "author_id", "title", "slug", "description", "embed_url", "source_id", "status", "visibility",
    "published_at", "created_at", "updated_at", "listed_at", "favorite_count", "comment_count", "view_count",
)  # fmt: skip
_CONSTANT = {
    "version": 1,
    "imported_views": 0,
    "imported_favorites": 0,
    "trending_score": 0.0,
    "import_digest": "",
    "embed_allowed_on": "[]",
    "thumbnail": "",
}

DRAFT, PUBLISHED, ARCHIVED = State.DRAFT.value, State.PUBLISHED.value, State.ARCHIVED.value
PUBLIC, UNLISTED, FOLLOWERS, PRIVATE = (
    Visibility.PUBLIC.value,
    Visibility.UNLISTED.value,
    Visibility.FOLLOWERS.value,
    Visibility.PRIVATE.value,
)


def put_workbooks(workbooks: Iterable[bulk.Row]) -> None:
    """Insert workbooks, with `COLUMNS` as their columns."""
    rest = tuple(_CONSTANT.values())

    def rows() -> Iterator[bulk.Row]:
        for row in workbooks:
            yield (*row, *rest)

    bulk.put(Workbook, (*COLUMNS, *_CONSTANT), rows())
