"""Signing in with a name or an address and a password, the same for the API and for pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.auth import lockout, passwords, queries
from accounts.auth.appeals import appeal_token
from accounts.auth.errors import AccountBanned, AccountSuspended, InvalidCredentials
from accounts.auth.events import SignedInFromNewDevice
from accounts.auth.services import second_step
from accounts.auth.services.second_step import Asked
from accounts.auth.services.sessions import (
    Issued,
    PageSession,
    agent_of_now,
    open_page_session,
    open_session,
)
from accounts.users import services as users
from accounts.users.queries import user_by_email, user_by_username
from config import clock, context
from config.events import record
from config.roles import SIGNED_IN_STATES, Status

if TYPE_CHECKING:
    from accounts.users.models import User

_NOBODY = UUID(int=0)
_LONGEST_NAME = 254

Opened = TypeVar("Opened", Issued, PageSession)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whoever says to be someone: who that would be, and whether this device was seen with them."""

    user: User | None
    key: str
    is_known_device: bool

    @property
    def limit_key(self) -> str:
        """Whose tries these are: a known device does not share them with the rest of the world."""
        return f"{self.key}:{context.current().address}" if self.is_known_device else self.key


def candidate(name: str) -> Candidate:
    """Look the name or address up; the same work whether it exists or not."""
    user = None
    if name.isascii() and name.isprintable() and len(name) <= _LONGEST_NAME:
        user = user_by_email(name) if "@" in name else user_by_username(name)
    known = queries.is_known_address(user.pk if user else _NOBODY, context.current().address)
    return Candidate(user, lockout.key_of(name), known)


def check_credentials(who: Candidate, *, password: str) -> User:
    """The account of `who`, active or muted, if the password is theirs.

    The try is counted first. Only the right password is told why an account is closed; it opens a deactivated one,
    unless a second step is still to come: then that does.
    """
    wait = lockout.count_try(who.key, is_known_device=who.is_known_device)
    user = who.user
    if not passwords.matches(password, user.password if user else None) or user is None:
        if wait:
            raise lockout.SignInLocked(wait)
        raise InvalidCredentials()
    lockout.clear(user.username, user.email)
    return in_standing(user, is_proven=False)


def in_standing(user: User, *, is_proven: bool) -> User:
    """The account, if it may be signed in; `is_proven` says that no further step is to come.

    Whoever has proven it is told why an account is closed, and brings a deactivated one back.
    """
    if user.status_until is not None and user.status_until <= clock.now():
        user = users.lift(user_id=user.pk)
    if user.status == Status.DEACTIVATED:
        if not is_proven and second_step.is_needed(user.pk):
            return user
        user = users.reactivate(user_id=user.pk)
    if user.status in SIGNED_IN_STATES:
        return user
    refusal = AccountSuspended if user.status == Status.SUSPENDED else AccountBanned
    raise refusal(
        reason=user.status_reason,
        until=user.status_until,
        appeal_token=appeal_token(user.pk),
    )


@dataclass(frozen=True, slots=True)
class Proven:
    """Someone whose password was right and to whom nothing is open yet: the place of a second step, before `enter`.

    `is_whole` says that the second step was taken as well, or that a proof stands for both.
    """

    user: User
    rehashed: str = ""
    is_whole: bool = False


def prove_password(who: Candidate, *, password: str) -> Proven:
    """The first step of every sign-in; `check_credentials` says what it refuses."""
    user = check_credentials(who, password=password)
    return Proven(user, make_password(password) if passwords.outdated(user.password) else "")


def ask_second_step(proven: Proven) -> Asked | None:
    """What the account asks for beside the password; None where the password is enough."""
    user = proven.user
    if not second_step.is_needed(user.pk):
        return None
    users.keep_rehashed(user=user, rehashed=proven.rehashed)
    return second_step.ask(user)


def enter(proven: Proven) -> Issued:
    """The last step at the API: a session with tokens."""
    return _enter(proven, open_session)


def enter_pages(proven: Proven) -> PageSession:
    """The last step at pages: a session that their cookie carries."""
    return _enter(proven, open_page_session)


def _enter(proven: Proven, open_one: Callable[..., Opened]) -> Opened:
    """Open a session; a device not seen before is told to its owner."""
    user = proven.user
    with transaction.atomic():
        held = users.held_user(user.pk)
        # What was true when the password was looked at must be true now: a reset may have come between.
        if held.password != user.password or held.status not in SIGNED_IN_STATES:
            raise InvalidCredentials()
        if not proven.is_whole and second_step.is_needed(held.pk):
            raise InvalidCredentials()
        is_new = queries.has_signed_in(held.pk) and not queries.is_known_device(
            held.pk, context.current().address, agent_of_now()
        )
        users.note_sign_in(user=held, rehashed=proven.rehashed)
        held.password = proven.rehashed or held.password
        opened = open_one(user=held)
        if is_new:
            record(SignedInFromNewDevice(actor_id=held.pk, user_id=held.pk, session_id=opened.session_id))
    return opened


def sign_in(who: Candidate, *, password: str) -> Issued | Asked:
    """Open a session for `who` if the password is theirs, or ask for the second step where there is one."""
    proven = prove_password(who, password=password)
    return ask_second_step(proven) or enter(proven)
