"""Preferences as plain dicts."""

from __future__ import annotations

from typing import Any

from notifications.preferences import queries
from notifications.preferences.models import Preferences


def preferences(row: Preferences) -> dict[str, Any]:
    """A member's preferences, whole, as they are told to them."""
    of_profile = queries.zone_of_profile(row.member_id)
    columns = {
        "choices": row.choices,
        "frequency": row.frequency,
        "rate_limit_per_hour": row.rate_limit_per_hour,
        "ranges": row.ranges,
        "timezone": row.timezone,
        "of_profile": of_profile,
    }
    return {
        "matrix": queries.matrix(queries.as_preferences(columns)),
        "fixed": queries.fixed(),
        "digest": row.frequency,
        "rate_limit_per_hour": row.rate_limit_per_hour,
        "quiet_hours": {"timezone": row.timezone or of_profile, "ranges": row.ranges},
        "muted": {
            "people": queries.muted_people(row.member_id)[: queries.MOST_PEOPLE],
            "threads": [{"type": kind, "id": thing_id} for kind, thing_id in queries.muted_threads(row.member_id)],
        },
    }
