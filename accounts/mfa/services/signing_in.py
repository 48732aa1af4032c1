"""The second step of a sign-in: begun by the right password, passed once, and until then good for nothing else."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import transaction

from accounts.auth import services as auth
from accounts.auth.errors import InvalidCredentials
from accounts.auth.services.second_step import Asked
from accounts.auth.services.sessions import Issued, PageSession, digest_of
from accounts.mfa import ceremonies, guessing, methods, queries
from accounts.mfa.errors import InvalidCode, InvalidMfaToken, MethodNotOn
from accounts.mfa.models import PendingSignIn, Purpose
from accounts.mfa.services import assertions, mailed, recovery, totp
from accounts.users.queries import user_by_id
from config import clock

if TYPE_CHECKING:
    from accounts.users.models import User

LIFETIME = timedelta(minutes=10)

Opened = TypeVar("Opened", Issued, PageSession)


def _hangs_on(user: User) -> str:
    """A digest of what must not change while the sign-in waits."""
    return hashlib.sha256(f"{user.password}\n{user.token_version}".encode()).hexdigest()


def ask(user: User) -> Asked:
    """Begin the second step of a member whose password was right."""
    token = secrets.token_urlsafe(32)
    PendingSignIn.objects.create(
        user=user, digest=digest_of(token), bound_to=_hangs_on(user), expires_at=clock.now() + LIFETIME
    )
    return Asked(token, queries.factors_of(user.pk).methods)


class SecondStep:
    """What stands in the place that `accounts.auth` keeps for a second step."""

    def is_needed(self, user_id: UUID) -> bool:
        return queries.is_on(user_id)

    def ask(self, user: User) -> Asked:
        return ask(user)


def waiting(token: str) -> tuple[PendingSignIn, User]:
    """The sign-in that waits under that token, and whose it is."""
    found = PendingSignIn.objects.filter(
        digest=digest_of(token), used_at__isnull=True, expires_at__gt=clock.now()
    ).first()
    user = user_by_id(found.user_id) if found else None
    if found is None or user is None or found.bound_to != _hangs_on(user):
        raise InvalidMfaToken()
    return found, user


def methods_of(token: str) -> tuple[str, ...]:
    """By which ways that sign-in can go on."""
    _found, user = waiting(token)
    return queries.factors_of(user.pk).methods


def challenge(*, token: str, method: str) -> dict[str, Any] | None:
    """What a way needs before it can be passed: a mail with a code, or what a passkey is to sign, which is returned."""
    found, user = waiting(token)
    if method not in queries.factors_of(user.pk).methods:
        raise MethodNotOn()
    if method == methods.EMAIL:
        mailed.ask_code(user_id=user.pk, bound_to=found.pk)
        return None
    return assertions.request_for(Purpose.SECOND_STEP, user_id=user.pk, bound_to=found.pk)


def verify(*, token: str, method: str, given: str) -> Issued:
    """Pass the second step at the API: a session with tokens."""
    return _pass(token, [method], given, auth.enter)


def verify_pages(*, token: str, ways: list[str], given: str) -> PageSession:
    """The same at pages; the code is tried by all of `ways`, since there nobody says which it is."""
    return _pass(token, ways, given, auth.enter_pages)


def _pass(token: str, ways: list[str], given: str, enter: Callable[[auth.Proven], Opened]) -> Opened:
    """Use token and code up together: a wrong code leaves the token, a lost race leaves the code.

    A passkey's challenge alone is used up before, by whatever answer: that must hold when the rest is undone.
    """
    found, user = waiting(token)
    user = auth.in_standing(user, is_proven=False)
    number = guessing.count_try(user.pk, guessing.DOOR)
    signed = methods.PASSKEY in ways and assertions.use(given, Purpose.SECOND_STEP, user_id=user.pk, bound_to=found.pk)
    try:
        with transaction.atomic():
            mine = PendingSignIn.objects.filter(pk=found.pk, used_at__isnull=True, expires_at__gt=clock.now())
            if not mine.update(used_at=clock.now()):
                raise InvalidMfaToken()
            if not signed and not any(_is_good(user, method, given, found) for method in ways):
                raise InvalidCode()
            user = auth.in_standing(user, is_proven=True)
            opened = enter(auth.Proven(user, is_whole=True))
    except InvalidCode:
        guessing.was_wrong(user.pk, guessing.DOOR, number)
        raise
    except InvalidCredentials:
        raise InvalidMfaToken() from None
    guessing.forget(user.pk, guessing.DOOR)
    return opened


def _is_good(user: User, method: str, given: str, pending: PendingSignIn) -> bool:
    match method:
        case methods.TOTP:
            return totp.use(user.pk, given)
        case methods.EMAIL:
            return queries.factors_of(user.pk).email_since is not None and mailed.use(
                user.pk, given, bound_to=pending.pk
            )
        case methods.RECOVERY:
            return recovery.use(user.pk, given)
    return False


def passkey_options() -> dict[str, Any]:
    """What a browser needs to sign in with a passkey alone; who it will be is not known yet."""
    return ceremonies.request_options(challenge=assertions.begin(Purpose.SIGN_IN, user_id=None), is_alone=True)


def sign_in_with_passkey(*, answer: str) -> Issued:
    """A session with tokens for whoever's passkey answered."""
    return _by_passkey(answer, auth.enter)


def sign_in_with_passkey_pages(*, answer: str) -> PageSession:
    """The same at pages."""
    return _by_passkey(answer, auth.enter_pages)


def _by_passkey(answer: str, enter: Callable[[auth.Proven], Opened]) -> Opened:
    user_id = assertions.use(answer, Purpose.SIGN_IN)
    user = user_by_id(user_id) if user_id else None
    if user is None:
        raise InvalidCode()
    return enter(auth.Proven(auth.in_standing(user, is_proven=True), is_whole=True))
