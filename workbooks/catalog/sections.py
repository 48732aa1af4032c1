"""What the catalog shows on a member's profile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from config.roles import Viewer
from workbooks.catalog import queries, shapes

MOST = 10


def newest_workbooks(profile_user_id: UUID, viewer: Viewer) -> list[dict[str, Any]]:
    """The member's ten newest workbooks that `viewer` may see in a list."""
    rows = queries.cards(queries.listed(viewer).filter(author_id=profile_user_id), viewer)
    return shapes.cards(list(rows.order_by("-listed_at", "-id")[:MOST]), viewer)
