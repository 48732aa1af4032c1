"""What clients see of webhooks. A secret is in the answer to its making, and nowhere else."""

from __future__ import annotations

from typing import Any

from config import clock
from config.roles import Viewer
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from notifications.webhooks.opened import OPEN, example_of, schema_of


def endpoints(rows: list[WebhookEndpoint], viewer: Viewer) -> list[dict[str, Any]]:
    """Endpoints for a list."""
    return [endpoint(row) for row in rows]


def endpoint(row: WebhookEndpoint) -> dict[str, Any]:
    """One endpoint."""
    is_rotating = row.previous_until is not None and row.previous_until > clock.now()
    return {
        "id": row.pk,
        "url": row.url,
        "description": row.description,
        "types": row.types,
        "state": row.state,
        "failures": row.failures,
        "failing_since": row.failing_since,
        "rests_until": row.rests_until if row.rests_until and row.rests_until > clock.now() else None,
        "disabled_at": row.disabled_at,
        "disabled_because": row.disabled_because or None,
        "old_secret_until": row.previous_until if is_rotating else None,
        "made_by": row.made_by.username if row.made_by else None,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def messages(rows: list[WebhookMessage], viewer: Viewer) -> list[dict[str, Any]]:
    """Messages for a list."""
    return [message(row) for row in rows]


def message(row: WebhookMessage) -> dict[str, Any]:
    """One message, without its attempts."""
    return {
        "id": row.pk,
        "type": row.type,
        "state": row.state,
        "occurred_at": row.occurred_at,
        "data": row.data,
        "attempts": row.attempts,
        "due_at": row.due_at if row.state == "waiting" else None,
        "last_error": row.last_error,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }


def attempt(row: WebhookAttempt) -> dict[str, Any]:
    """One attempt."""
    return {
        "at": row.at,
        "status": row.status,
        "duration_ms": row.duration_ms,
        "error": row.error,
        "answer": row.answer,
    }


def open_types() -> list[dict[str, Any]]:
    """What there is to hear, with an example and the JSON Schema of its data."""
    return [
        {"type": wire, "about": OPEN[wire].about, "schema": schema_of(wire), "example": example_of(wire)}
        for wire in sorted(OPEN)
    ]
