"""Very many accounts at once, for demo data: they tell nothing, and nobody can sign in to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accounts.users.models import User
from config import bulk
from config.roles import Role, Status

TABLES = [User]
_COLUMNS = (
    "id", "username", "email", "created_at", "updated_at", "email_verified_at", "password", "role", "status",
    "status_reason", "is_claimed", "token_version",
)  # fmt: skip
_REST = ("!", Role.MEMBER.value, Status.ACTIVE.value, "", True, 1)

Account = tuple[str, str, str]


def put_users(accounts: Iterable[Account]) -> None:
    """Insert accounts of (id, username, time of joining); each gets an address under example.com, proven."""

    def rows() -> Iterator[bulk.Row]:
        for user_id, username, at in accounts:
            yield (user_id, username, f"{username}@example.com", at, at, at, *_REST)

    bulk.put(User, _COLUMNS, rows())
