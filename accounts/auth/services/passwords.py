"""Changing a password, and setting a new one by a token from a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.auth import lockout
from accounts.auth.errors import InvalidToken, WrongPassword
from accounts.auth.events import PasswordChanged, PasswordResetAsked, PasswordResetRequested
from accounts.auth.models import Purpose, ResetRequest
from accounts.auth.passwords import matches
from accounts.auth.principal import Principal
from accounts.auth.services import one_time
from accounts.auth.services.sessions import revoke_user_sessions
from accounts.users import services as users
from accounts.users.addresses import checked_email
from accounts.users.errors import UserNotFound
from accounts.users.queries import user_by_email, user_by_id
from accounts.users.strength import check_strength
from config.audit import note
from config.errors import InvalidInput, refuse
from config.events import record

if TYPE_CHECKING:
    from accounts.users.models import User


def change_password(*, principal: Principal, current_password: str, new_password: str) -> None:
    """Give oneself a new password; every other session ends."""
    user = user_by_id(principal.pk)
    if not matches(current_password, user.password if user else None) or user is None:
        raise WrongPassword()
    if new_password == current_password:
        raise InvalidInput.of("new_password", "unchanged", _("This is your present password."))
    _check_strength(user, new_password)
    encoded = make_password(new_password)
    with transaction.atomic():
        held = users.held_user(user.pk)
        if held.password != user.password:
            raise WrongPassword()
        users.set_password(user=held, encoded=encoded)
        revoke_user_sessions(user_id=held.pk, reason="password_changed", keep=principal.session_id)
        note(action="user.password_changed", actor=principal, target=("user", held.pk))
        record(PasswordChanged(actor_id=held.pk, user_id=held.pk, by_reset=False))


@transaction.atomic
def ask_reset(*, email: str) -> None:
    """Note that somebody wants a new password for that address. The same work is done whoever's it is."""
    request = ResetRequest.objects.create(email=checked_email(email))
    record(PasswordResetAsked(actor_id=None, request_id=request.pk))


@transaction.atomic
def resolve_reset(*, request_id: UUID) -> None:
    """Look up whose address it was and have a token sent to them; nothing happens a second time, or for nobody."""
    request = ResetRequest.objects.select_for_update(no_key=True).filter(pk=request_id).first()
    if request is None:
        return
    user = user_by_email(request.email)
    request.delete()
    if user is not None and user.is_active and user.is_claimed:
        record(PasswordResetRequested(actor_id=None, user_id=user.pk))


def reset_password(*, token: str, new_password: str) -> None:
    """Set a new password with a token from a mail; every session ends and a lockout is lifted."""
    user = user_by_id(one_time.holder_of(token, [Purpose.RESET]))
    if user is None:
        raise InvalidToken()
    _check_strength(user, new_password)
    encoded = make_password(new_password)
    with transaction.atomic():
        held, _used = one_time.take(token, [Purpose.RESET])
        users.set_password(user=held, encoded=encoded)
        users.end_access(user=held, reason="password_reset")
        lockout.clear(held.username, held.email)
        note(action="user.password_reset", actor=held, target=("user", held.pk))
        record(PasswordChanged(actor_id=held.pk, user_id=held.pk, by_reset=True))


def replace_password(*, user_id: UUID, new_password: str) -> None:
    """An operator gives an account another password; every session ends, and a lockout is lifted."""
    user = user_by_id(user_id) or refuse(UserNotFound())
    _check_strength(user, new_password)
    encoded = make_password(new_password)
    with transaction.atomic():
        held = users.held_user(user.pk)
        users.set_password(user=held, encoded=encoded)
        users.end_access(user=held, reason="password_reset")
        lockout.clear(held.username, held.email)
        note(action="user.password_replaced", actor=None, target=("user", held.pk))
        record(PasswordChanged(actor_id=None, user_id=held.pk, by_reset=True))


def _check_strength(user: User, password: str) -> None:
    check_strength(password, field="new_password", username=user.username, email=user.email)
