"""Fresh authentication: whoever does something that lasts shows once more that it is really them.

The present password is one way. Another is registered by whoever knows it (`register_way`), so that a code can stand in
for the password without the deeds that ask for it having to know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from accounts.auth.errors import FreshAuthenticationRequired, WrongPassword
from accounts.auth.passwords import matches
from accounts.users.queries import user_by_id

# Whether what was given proves the account; an error of its own where it does not may say more.
Way = Callable[[UUID, str], bool]


def _password(user_id: UUID, given: str) -> bool:
    user = user_by_id(user_id)
    if not matches(given, user.password if user else None):
        raise WrongPassword()
    return True


_ways: dict[str, Way] = {"current_password": _password}


def register_way(name: str, way: Way) -> None:
    """Let what is given under `name` prove an account."""
    _ways[name] = way


def fresh_authentication(*, user_id: UUID, proof: Mapping[str, str]) -> None:
    """Refuse unless one of the ways proves the account; outside of transactions, because hashing takes a while."""
    for name, way in _ways.items():
        if proof.get(name):
            if way(user_id, proof[name]):
                return
            break
    raise FreshAuthenticationRequired()
