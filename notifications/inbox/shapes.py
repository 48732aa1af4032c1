"""Notifications as plain dicts, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from config.roles import Viewer
from notifications.inbox import wording
from notifications.inbox.queries import Row, is_read
from notifications.templates.queries import worded
from notifications.types import Channel


def notifications(rows: list[Row], viewer: Viewer) -> list[dict[str, Any]]:
    """Rows of a list; one whose thing or people the viewer may see no longer is left out."""
    seen = wording.look(viewer, rows)
    shown = [row for row in rows if wording.is_shown(row, seen)]
    return [_notification(row, seen, name=getattr(viewer, "username", "")) for row in shown]


def _notification(row: Row, seen: wording.Seen, *, name: str) -> dict[str, Any]:
    words = worded(
        row["type"],
        Channel.IN_APP,
        translation.get_language() or "en",
        wording.values_of(row, seen, name=name),
    )
    thing = seen.things.get(wording.thing_of(row))  # type: ignore[arg-type] # None is no key, and finds nothing
    is_shown_read = is_read(row)
    return {
        "id": row["id"],
        "type": row["type"],
        "title": words.title,
        "body": words.body,
        "url": wording.path_of(row, seen),
        "actors": wording.actors(row, seen),
        "count": max(row["actor_count"], 1) if row["actor_id"] is not None else row["count"],
        "entity": {"type": thing.type, "id": thing.id, "title": thing.title, "url": thing.url} if thing else None,
        "data": row["data"],
        "channels": ["in_app", *(each for each in row["channels"] if each != "in_app")],
        "is_read": is_shown_read,
        "read_at": (row["read_at"] or row["read_through_at"]) if is_shown_read else None,
        "archived_at": row["archived_at"],
        "created_at": row["created_at"],
        "changed_at": row["changed_at"],
    }
