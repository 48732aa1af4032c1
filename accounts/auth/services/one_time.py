"""One-time tokens: made when a mail is sent, good once, for one purpose, while what they hang on stays the same."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.auth.errors import InvalidToken
from accounts.auth.models import OneTimeToken, Purpose
from accounts.auth.services.sessions import digest_of
from accounts.users import services as users
from accounts.users.errors import UserNotFound
from accounts.users.queries import open_email_change, user_by_id
from config import clock
from config.db import wait_lock
from config.errors import NotSignedIn, refuse
from config.roles import SIGNED_IN_STATES

if TYPE_CHECKING:
    from accounts.users.models import User

LIFETIMES = {
    Purpose.VERIFY: timedelta(days=7),
    Purpose.RESET: timedelta(hours=1),
    Purpose.EMAIL_CHANGE: timedelta(hours=24),
}


def _hangs_on(user: User, purpose: str) -> str:
    """A digest of what must not change while the token is out: the address, and but for proving it the password."""
    password = "" if purpose == Purpose.VERIFY else user.password
    return hashlib.sha256(f"{user.email}\n{password}".encode()).hexdigest()


def _owner(user_id: UUID, purpose: Purpose) -> User:
    """The account that a token is made for. Not locked: the mailer holds its transaction until the mail is handed over.

    What changes meanwhile makes the token worthless, since it is bound to what was read here.
    """
    wait_lock(f"one-time:{user_id}:{purpose}")
    return user_by_id(user_id) or refuse(UserNotFound())


def _make(user: User, purpose: Purpose, payload: str = "") -> str:
    token = secrets.token_urlsafe(32)
    OneTimeToken.objects.filter(user=user, purpose=purpose, used_at__isnull=True).delete()
    OneTimeToken.objects.create(
        user=user,
        purpose=purpose,
        digest=digest_of(token),
        bound_to=_hangs_on(user, purpose),
        payload=payload,
        expires_at=clock.now() + LIFETIMES[purpose],
    )
    return token


@transaction.atomic
def verification_token(user_id: UUID) -> str:
    """A token that proves the member's present address; older ones are dead with this."""
    return _make(_owner(user_id, Purpose.VERIFY), Purpose.VERIFY)


@transaction.atomic
def reset_token(user_id: UUID) -> str:
    """A token that sets a new password; older ones are dead with this."""
    return _make(_owner(user_id, Purpose.RESET), Purpose.RESET)


@transaction.atomic
def email_change_token(user_id: UUID) -> tuple[str, str]:
    """The address that a member wants, and a token that proves it; refused when no change waits."""
    user = _owner(user_id, Purpose.EMAIL_CHANGE)
    change = open_email_change(user_id)
    if change is None:
        raise InvalidToken()
    return change.new_email, _make(user, Purpose.EMAIL_CHANGE, str(change.pk))


def holder_of(token: str, purposes: Iterable[Purpose]) -> UUID:
    """Whose token it is, without using it up; so that a weak password does not cost the link."""
    found = _find(token, purposes)
    if found.used_at is not None or found.expires_at <= clock.now():
        raise InvalidToken()
    return found.user_id


def take(token: str, purposes: Iterable[Purpose]) -> tuple[User, OneTimeToken]:
    """Use the token up, in the caller's transaction; its holder comes locked. Refused for whoever may not sign in."""
    found = _find(token, purposes)
    user = users.held_user(found.user_id)
    now = clock.now()
    won = OneTimeToken.objects.filter(
        pk=found.pk, used_at__isnull=True, expires_at__gt=now, bound_to=_hangs_on(user, found.purpose)
    ).update(used_at=now)
    if not won:
        raise InvalidToken()
    if user.status not in SIGNED_IN_STATES:
        raise NotSignedIn()
    return user, found


def _find(token: str, purposes: Iterable[Purpose]) -> OneTimeToken:
    found = OneTimeToken.objects.filter(digest=digest_of(token), purpose__in=list(purposes)).first()
    if found is None:
        raise InvalidToken()
    return found
