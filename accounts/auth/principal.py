"""The viewer behind an access token: everything that requests ask about someone, without a row being read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from config.roles import RANK, SIGNED_IN_STATES, Role


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: as the token says, brought up to date by revocations."""

    pk: UUID
    username: str
    role: str
    status: str
    email_verified: bool
    session_id: UUID
    is_authenticated: bool = True
    is_anonymous: bool = False

    @property
    def id(self) -> UUID:
        return self.pk

    @property
    def is_active(self) -> bool:
        return self.status in SIGNED_IN_STATES

    @property
    def is_staff(self) -> bool:
        return self.is_active and RANK[Role(self.role)] >= RANK[Role.MODERATOR]

    def __str__(self) -> str:
        return self.username
