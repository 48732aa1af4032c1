"""What clients see of the second step."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast
from uuid import UUID

from accounts.mfa import demands, queries
from accounts.mfa.models import Passkey
from accounts.mfa.services.mailed import LIFETIME
from accounts.mfa.services.totp import SetUp
from config.roles import Viewer


def state(viewer: Viewer) -> dict[str, Any]:
    """How somebody's second step stands."""
    factors = queries.factors_of(cast(UUID, viewer.pk))
    return {
        "is_on": factors.is_on,
        "is_demanded": demands.is_demanded_of(viewer),
        "methods": list(factors.methods),
        "totp_since": factors.totp_since,
        "email_since": factors.email_since,
        "passkeys": factors.passkeys,
        "recovery_codes_left": factors.recovery_codes_left if factors.is_on else 0,
    }


def set_up(made: SetUp) -> dict[str, Any]:
    """A set-up that waits for its first code."""
    return asdict(made)


def challenge(method: str, options: dict[str, Any] | None) -> dict[str, Any]:
    """What a way needs before it can be passed."""
    return {"method": method, "expires_in": int(LIFETIME.total_seconds()), "options": options}


def passkey(row: Passkey) -> dict[str, Any]:
    """One passkey, without what it proves by."""
    return {
        "id": row.pk,
        "name": row.name,
        "is_backed_up": row.is_backed_up,
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
    }


def passkeys(rows: list[Passkey], viewer: Viewer) -> list[dict[str, Any]]:
    """The same of several."""
    return [passkey(row) for row in rows]
