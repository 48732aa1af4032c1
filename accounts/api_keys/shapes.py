"""What clients see of keys. The text of a key is in the answer to its making, and nowhere else."""

from __future__ import annotations

from typing import Any

from accounts.api_keys.latency import COLUMNS, histogram, p95_ms
from accounts.api_keys.minting import START
from accounts.api_keys.models import ApiKey, ApiKeyUsage
from accounts.api_keys.services import Issued
from config import clock
from config.roles import Viewer


def state_of(key: ApiKey) -> str:
    """`live`, `expired` or `revoked`."""
    if key.revoked_at is not None:
        return "revoked"
    return "live" if key.expires_at > clock.now() else "expired"


def keys(rows: list[ApiKey], _viewer: Viewer) -> list[dict[str, Any]]:
    """Keys in a list."""
    return [
        {
            "id": row.pk,
            "account": row.user.username,
            "made_by": row.made_by.username if row.made_by else None,
            "name": row.name,
            "prefix": f"{START}{row.prefix}",
            "scopes": row.scopes,
            "state": state_of(row),
            "rate_per_minute": row.rate_per_minute,
            "daily_quota": row.daily_quota,
            "monthly_quota": row.monthly_quota,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "last_used_at": row.last_used_at,
            "rotated_at": row.rotated_at,
            "old_secret_until": row.old_until if row.old_until and row.old_until > clock.now() else None,
            "revoked_at": row.revoked_at,
            "revoked_reason": row.revoked_reason,
        }
        for row in rows
    ]


def key(row: ApiKey, viewer: Viewer) -> dict[str, Any]:
    """One key."""
    return keys([row], viewer)[0]


def issued(made: Issued, viewer: Viewer) -> dict[str, Any]:
    """A key that was just made or rotated, with its text."""
    return key(made.key, viewer) | {"key": made.text}


def usage(rows: list[ApiKeyUsage], _viewer: Viewer) -> list[dict[str, Any]]:
    """What a key asked of each endpoint, by day."""
    return [
        {
            "day": row.day,
            "method": row.method,
            "route": row.route,
            "count": row.count,
            "errors_4xx": row.errors_4xx,
            "errors_5xx": row.errors_5xx,
            "mean_ms": round(row.total_us / row.count / 1_000, 1) if row.count else 0.0,
            "p95_ms": p95_ms([getattr(row, column) for column in COLUMNS]),
            "latencies": histogram(vars(row)),
        }
        for row in rows
    ]
