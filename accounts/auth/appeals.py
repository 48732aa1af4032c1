"""The token a suspended or banned member gets in place of a session: good for an appeal and an export, nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing

from accounts.auth.errors import InvalidToken

SALT = "accounts.auth.appeal"
LIFETIME = timedelta(hours=24)


def appeal_token(user_id: UUID) -> str:
    """A token for that member, signed for this purpose alone."""
    return signing.dumps(str(user_id), salt=SALT)


def appellant(token: str) -> UUID:
    """Whose token it is; refused if it is not ours or older than a day."""
    try:
        return UUID(signing.loads(token, salt=SALT, max_age=LIFETIME))
    except (signing.BadSignature, ValueError, TypeError):
        raise InvalidToken() from None
