"""Entries of the audit as staff sees them: plain dicts."""

from __future__ import annotations

from typing import Any

from config.audit.queries import sees_addresses
from config.roles import Viewer
from moderation.oversight import queries


def entries(rows: list[Any], viewer: Viewer) -> list[dict[str, Any]]:
    """Entries for a list; where something was done from is told to those who may know it."""
    sealed, shows_address = queries.sealed([row.pk for row in rows]), sees_addresses(viewer)
    return [
        {
            "id": row.pk,
            "at": row.at,
            "action": row.action,
            "actor": {"id": row.actor_id, "username": row.actor_name} if row.actor_id else None,
            "target": {"type": row.target_type, "id": row.target_id} if row.target_type else None,
            "before": row.before,
            "after": row.after,
            "reason": row.reason,
            "request_id": row.request_id,
            "address": row.address if shows_address else None,
            "is_sealed": row.pk in sealed,
        }
        for row in rows
    ]
