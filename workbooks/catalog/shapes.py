"""Workbooks as clients see them: plain dicts, at a constant number of statements whatever the number of rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.profiles.queries import author_summaries
from config import storage
from config.roles import Viewer
from config.text import render_markdown
from workbooks.catalog import queries
from workbooks.catalog.models import FeaturedPick
from workbooks.tags.queries import tags_of

# The variant that stands for the thumbnail where one address must do.
SHOWN = "medium"


def cards(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """One page of `queries.cards`."""
    authors = author_summaries({row["author_id"] for row in rows})
    tags = tags_of([row["id"] for row in rows])
    return [_card(row, authors[row["author_id"]], tags.get(row["id"], [])) for row in rows]


def _card(row: dict[str, Any], author: dict[str, Any], tags: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "slug": row["slug"],
        "title": row["title"],
        "description": row["description"],
        "embed_url": row["embed_url"],
        "author": author,
        "tags": tags,
        "status": row["status"],
        "visibility": row["visibility"],
        "thumbnail_url": storage.url(row["thumbnail"], SHOWN),
        "view_count": row["shown_views"],
        "favorite_count": row["shown_favorites"],
        "comment_count": row["comment_count"],
        "is_favorited": row.get("is_favorited", False),
        "is_featured": row["is_featured"],
        "is_hidden": row["hidden_at"] is not None,
        "label": row["label"],
        "published_at": row["published_at"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }


def workbook(viewer: Viewer, workbook_id: UUID) -> tuple[dict[str, Any], int]:
    """One workbook in full, and its version; `WorkbookNotFound` where `viewer` may not see it."""
    row = queries.card(viewer, workbook_id)
    (card,) = cards([row], viewer)
    source = (
        row["remix_of_id"] and queries.visible_to(viewer).filter(pk=row["remix_of_id"]).values("id", "title").first()
    )
    card["embed_allowed_on"] = row["allowed_on"]
    card["description_html"] = render_markdown(row["description"])
    card["remix_of"] = source or None
    card["remixes"] = queries.remixes_of(viewer, workbook_id)
    return card, row["version"]


def picks(rows: list[FeaturedPick], viewer: Viewer) -> list[dict[str, Any]]:
    """One page of featured picks, for those who make them."""
    return [pick(row) for row in rows]


def pick(row: FeaturedPick) -> dict[str, Any]:
    """One featured pick."""
    return {
        "id": row.pk,
        "workbook": {"id": row.workbook_id, "title": row.workbook.title},
        "position": row.position,
        "from": row.starts_at,
        "until": row.until,
    }
