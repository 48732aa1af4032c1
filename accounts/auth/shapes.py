"""What clients see of accounts and sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.auth.models import Session
from accounts.auth.services import Asked, Issued
from accounts.profiles.completeness import completeness
from accounts.profiles.queries import account_row, avatar_url
from config.roles import Viewer


def account(user_id: UUID) -> dict[str, Any]:
    """A member's own account: `GET /auth/profile`, and beside the tokens of a sign-in."""
    row = account_row(user_id)
    verified = row["user__email_verified_at"] is not None
    return {
        "id": row["user_id"],
        "username": row["user__username"],
        "email": row["user__email"],
        "email_verified": verified,
        "full_name": row["full_name"],
        "bio": row["bio"],
        "role": row["user__role"],
        "status": row["user__status"],
        "status_reason": row["user__status_reason"],
        "status_until": row["user__status_until"],
        "avatar_url": avatar_url(row),
        "timezone": row["timezone"],
        "locale": row["locale"],
        "followers_count": row["followers_count"],
        "following_count": row["following_count"],
        "workbooks_count": row["workbooks_count"],
        "profile_completeness": completeness(row, email_verified=verified),
        "created_at": row["user__created_at"],
    }


def signed_in(issued: Issued) -> dict[str, Any]:
    """The answer to a registration or a sign-in."""
    return {"user": account(issued.user.pk), "access": issued.access, "refresh": issued.refresh}


def entered(outcome: Issued | Asked) -> dict[str, Any]:
    """The answer to a right password: a session, or what is still asked for."""
    if isinstance(outcome, Asked):
        return {"mfa_required": True, "mfa_token": outcome.token, "methods": list(outcome.methods)}
    return signed_in(outcome)


def sessions(rows: list[Session], viewer: Viewer) -> list[dict[str, Any]]:
    """The device sessions of a member."""
    current = getattr(viewer, "session_id", None)
    return [
        {
            "id": row.pk,
            "device": row.device,
            "address": row.address,
            "created_at": row.created_at,
            "last_used_at": row.last_used_at,
            "expires_at": row.expires_at,
            "is_current": row.pk == current,
        }
        for row in rows
    ]
