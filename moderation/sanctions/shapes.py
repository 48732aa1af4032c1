"""Sanctions as clients see them: plain dicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moderation.sanctions.models import Sanction


def sanctions(rows: Iterable[Sanction]) -> list[dict[str, Any]]:
    """What was done, for those to whom it was done and for the staff; who did it is not told."""
    return [sanction(row) for row in rows]


def sanction(row: Sanction) -> dict[str, Any]:
    """One sanction."""
    return {
        "id": row.pk,
        "act": row.act,
        "type": row.kind,
        "thing": row.thing_id,
        "label": row.label,
        "reason": row.reason,
        "until": row.until,
        "is_in_force": row.ended_at is None,
        "ended_at": row.ended_at,
        "ended_as": row.ended_as,
        "created_at": row.created_at,
    }
