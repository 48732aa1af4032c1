"""Examples of the documented forms."""

from __future__ import annotations

from typing import Any

DELIVERY: dict[str, Any] = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
    "recipient": {"id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d00", "username": "ana"},
    "channel": "email",
    "type": "comment.created",
    "source": "notification",
    "source_id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d01",
    "cause_id": 4711,
    "thread": "comment.created:0193a5b0",
    "state": "dead",
    "is_urgent": False,
    "scheduled_for": "2026-11-20T16:25:00Z",
    "due_at": "2026-11-21T16:02:00Z",
    "expires_at": None,
    "attempts": 8,
    "crashes": 0,
    "provider": "smtp",
    "last_error": "TimeoutError: timed out",
    "resend_of": None,
    "created_at": "2026-11-20T16:25:00Z",
    "sent_at": None,
    "delivered_at": None,
    "opened_at": None,
    "clicked_at": None,
    "ended_at": "2026-11-21T16:02:05Z",
}
TALLY: dict[str, Any] = {
    "day": "2026-11-20",
    "type": "comment.created",
    "channel": "email",
    "provider": "smtp",
    "enqueued": 120,
    "sent": 118,
    "delivered": 117,
    "opened": 40,
    "clicked": 12,
    "bounced": 1,
    "complained": 0,
    "dead": 1,
}
SUPPRESSION: dict[str, Any] = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d02",
    "channel": "email",
    "address": "a…@example.org",
    "reason": "bounced",
    "username": "ana",
    "since": "2026-11-20T16:25:00Z",
    "delivery_id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
}
