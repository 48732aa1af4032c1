"""Broadcasts as plain dicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from config.roles import Viewer
from notifications.broadcasts.models import Broadcast


def broadcast(row: Broadcast) -> dict[str, Any]:
    """A broadcast as managers see it. Of people who were named, their number is told."""
    audience = dict(row.audience)
    people = audience.pop("people", None)
    return {
        "id": row.pk,
        "state": row.state,
        "recipients": row.total,
        "looked_at": row.looked_at,
        "told": row.told,
        "title": row.title,
        "body": row.body,
        "to": audience | ({"people": len(people)} if people is not None else {}),
        "made_by": row.made_by.username if row.made_by is not None else None,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "ended_at": row.ended_at,
    }


def broadcasts(rows: Sequence[Broadcast], viewer: Viewer) -> list[dict[str, Any]]:
    """A page of them."""
    return [broadcast(row) for row in rows]
