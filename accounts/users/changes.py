"""The port through which a change of an account reaches whoever must act in the same transaction.

Tokens carry the name, role and state of an account, so `accounts.auth` has to know of each change at once, and it lies
above this slice: it registers itself here when the app is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from accounts.users.models import User


@dataclass(frozen=True, slots=True)
class AccountChange:
    """`user` as it is now. `ends_sessions`: nothing may be refreshed any more; access tokens end by `token_version`.

    `actor_id` is who changed a state; None is the clock, or the operator.
    """

    user: User
    reason: str
    ends_sessions: bool = False
    actor_id: UUID | None = None


Listener = Callable[[AccountChange], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Have `listener` called in the transaction of every change."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(change: AccountChange) -> None:
    """Tell the listeners; called in the transaction that made the change."""
    for listener in _listeners:
        listener(change)
