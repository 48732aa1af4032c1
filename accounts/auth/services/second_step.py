"""The place of a second step: where an account has one, the right password alone opens nothing.

What a second step is and who has one is known by a slice above, which puts itself here when the app is ready. Whoever
forgets to ask is refused by the last step of every sign-in, `enter` and `enter_pages`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from accounts.users.models import User


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands between the password and a session: a short-lived token, good for the second step alone."""

    token: str
    methods: tuple[str, ...]


class SecondStep(Protocol):
    """What the slice above answers."""

    def is_needed(self, user_id: UUID) -> bool: ...
    def ask(self, user: User) -> Asked: ...


_held: list[SecondStep] = []


def set_second_step(step: SecondStep) -> None:
    """Put the one second step that there is into its place; again replaces it."""
    _held[:] = [step]


def is_needed(user_id: UUID) -> bool:
    """Whether the account has a second step."""
    return bool(_held) and _held[0].is_needed(user_id)


def ask(user: User) -> Asked:
    """Begin the second step of an account that has one, whose password was right just now."""
    return _held[0].ask(user)
