"""Tags as clients see them."""

from __future__ import annotations

from typing import Any

from config.roles import Viewer
from workbooks.tags.models import Tag
from workbooks.tags.queries import followed_among, synonyms_of


def tags(rows: list[Tag], viewer: Viewer) -> list[dict[str, Any]]:
    """One page of tags."""
    synonyms = synonyms_of([row.pk for row in rows])
    followed = followed_among(viewer.pk, [row.pk for row in rows])
    return [
        {
            "slug": row.slug,
            "name": row.name,
            "workbooks_count": row.workbooks_count,
            "synonyms": synonyms.get(row.pk, []),
            "is_followed": row.pk in followed,
        }
        for row in rows
    ]


def tag(row: Tag, viewer: Viewer) -> dict[str, Any]:
    """One tag."""
    return tags([row], viewer)[0]
