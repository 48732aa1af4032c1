"""Requests as their two ends see them: plain dicts."""

from __future__ import annotations

from typing import Any

from accounts.profiles.queries import author_summaries
from config.roles import Viewer
from social.friends.models import FriendRequest


def requests(rows: list[FriendRequest], viewer: Viewer) -> list[dict[str, Any]]:
    """Requests with both ends: one query more, however many. A hidden message is there for its sender alone."""
    people = author_summaries({end for row in rows for end in (row.sender_id, row.recipient_id)})
    return [_request(row, viewer, people) for row in rows]


def request(row: FriendRequest, viewer: Viewer) -> dict[str, Any]:
    """One request."""
    return requests([row], viewer)[0]


def _request(row: FriendRequest, viewer: Viewer, people: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    is_sender = row.sender_id == viewer.pk
    is_hidden = row.hidden_at is not None
    return {
        "id": row.pk,
        "from": people[row.sender_id],
        "to": people[row.recipient_id],
        "status": row.status,
        "message": row.message if is_sender or not is_hidden else "",
        "is_hidden": is_sender and is_hidden,
        "created_at": row.created_at,
        "responded_at": row.responded_at,
    }
