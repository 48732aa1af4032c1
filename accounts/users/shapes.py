"""What administrators see of accounts."""

from __future__ import annotations

from typing import Any

from accounts.users.models import User
from config.roles import Viewer


def administered(rows: list[User], viewer: Viewer) -> list[dict[str, Any]]:
    """Accounts as the administration lists them; their profiles came with them."""
    return [
        {
            "id": row.pk,
            "username": row.username,
            "email": row.email,
            "email_verified": row.email_verified,
            "full_name": row.profile.full_name,
            "role": row.role,
            "status": row.status,
            "status_reason": row.status_reason,
            "status_until": row.status_until,
            "is_claimed": row.is_claimed,
            "last_login_at": row.last_login,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }
        for row in rows
    ]
