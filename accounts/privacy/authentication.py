"""`Authorization: Appeal …`: a suspended or banned member, for what the appeal token is good for.

The token comes with the refusal to sign in. It opens nothing but the endpoints that name this class, and nothing at all
once the account is open again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from accounts.api_keys.authentication import BearerOrKeyAuthentication
from accounts.auth.appeals import appellant
from accounts.auth.errors import InvalidAccessToken, InvalidToken
from accounts.users.queries import user_by_id
from config.roles import Status

_SCHEME = "Appeal "
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Appellant:
    """Whoever holds an appeal token: known, and signed in to nothing else."""

    pk: UUID
    username: str
    role: str
    status: str
    email_verified: bool = False
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = False
    is_staff: bool = False

    @property
    def id(self) -> UUID:
        return self.pk

    def __str__(self) -> str:
        return self.username


class BearerOrAppealAuthentication(BearerOrKeyAuthentication):
    """Access tokens, and appeal tokens; API keys are recognised and find no scope here."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        header = request.META.get("HTTP_AUTHORIZATION") or ""
        if not header.startswith(_SCHEME):
            return super().authenticate(request)
        token = header.removeprefix(_SCHEME)
        try:
            user = user_by_id(appellant(token)) if len(token) <= _LONGEST else None
        except InvalidToken:
            user = None
        if user is None or user.status not in {Status.SUSPENDED, Status.BANNED}:
            raise InvalidAccessToken()
        return Appellant(user.pk, user.username, user.role, user.status), token
