"""Deliveries, tallies and suppressed addresses as plain dicts, for managers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from config.roles import Viewer
from notifications.delivery.models import Delivery, Suppression
from notifications.delivery.queries import Tally

_SAME = (
    "channel", "type", "source", "source_id", "cause_id", "thread", "state", "is_urgent", "scheduled_for", "due_at",
    "expires_at", "attempts", "crashes", "provider", "last_error", "resend_of", "created_at", "sent_at", "delivered_at",
    "opened_at", "clicked_at", "ended_at",
)  # fmt: skip


def delivery(row: Delivery) -> dict[str, Any]:
    """One delivery. Neither its address nor its words are kept, so none can be shown."""
    person = {"id": row.recipient_id, "username": row.recipient.username}
    return {"id": row.pk, "recipient": person, **{name: getattr(row, name) for name in _SAME}}


def deliveries(rows: Sequence[Delivery], viewer: Viewer) -> list[dict[str, Any]]:
    """A page of them."""
    return [delivery(row) for row in rows]


def tally(row: Tally) -> dict[str, Any]:
    """What became of the messages of one day, type, channel and provider."""
    return {**asdict(row), "day": row.day.isoformat()}


def suppressions(rows: Sequence[Suppression], viewer: Viewer) -> list[dict[str, Any]]:
    """A page of suppressed addresses, masked."""
    return [
        {
            "id": row.pk,
            "channel": row.channel,
            "address": row.masked,
            "reason": row.reason,
            "username": row.user.username if row.user is not None else None,
            "since": row.since,
            "delivery_id": row.delivery_id,
        }
        for row in rows
    ]
