"""Very many favourites, comments and views at once, for demo data; the counts on workbooks come with the workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from config import bulk
from workbooks.engagement.models import Comment, Favorite, View
from workbooks.engagement.services.viewing import WINDOW_SECONDS

__all__ = ["TABLES", "WINDOW_SECONDS", "put_comments", "put_favorites", "put_views"]

TABLES = [Favorite, Comment, View]


def put_favorites(rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Insert favourites of (id, member, workbook, time)."""
    bulk.put(Favorite, ("id", "member_id", "workbook_id", "created_at"), rows)


def put_comments(comments: Iterable[tuple[str, str, str, str | None, str, str, str]]) -> None:
    """Insert comments of (id, workbook, author, parent, thread, body, time)."""

    def rows() -> Iterator[bulk.Row]:
        for comment in comments:
            yield (*comment, 0)

    columns = ("id", "workbook_id", "author_id", "parent_id", "thread", "body", "created_at", "like_count")
    bulk.put(Comment, columns, rows())


def put_views(views: Iterable[tuple[str, str, int, str | None, str | None, str]]) -> None:
    """Insert views of (workbook, viewer's key, window, member, referrer, time), as counted already."""

    def rows() -> Iterator[bulk.Row]:
        for view in views:
            yield (*view, True)

    columns = ("workbook_id", "viewer_key", "window", "member_id", "referrer", "created_at", "is_counted")
    bulk.put(View, columns, rows())
