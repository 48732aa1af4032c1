"""Registration: an account of one's own, and the first session of it; and the administrators that operators make."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import get_language

from accounts.auth.services.sessions import Issued, open_session
from accounts.users import services as users
from accounts.users.addresses import checked_email
from accounts.users.events import EmailVerificationRequested, UserRegistered
from accounts.users.names import checked_username
from accounts.users.strength import check_strength
from config.audit import note
from config.errors import FieldError, InvalidInput
from config.events import record
from config.roles import Role

if TYPE_CHECKING:
    from accounts.users.models import User


def register(*, username: str, email: str, password: str, full_name: str = "") -> Issued:
    """Make the account of a new member and sign them in; every field at fault is named at once."""
    refuse_faults(
        lambda: checked_username(username),
        lambda: checked_email(email),
        lambda: check_strength(password, field="password", username=username, email=email, full_name=full_name),
    )
    encoded = make_password(password)
    with transaction.atomic():
        user = users.create_user(
            username=username,
            email=email,
            encoded_password=encoded,
            full_name=full_name,
            locale=(get_language() or "en")[:2],
        )
        record(UserRegistered(actor_id=user.pk, user_id=user.pk))
        record(EmailVerificationRequested(actor_id=user.pk, user_id=user.pk))
        return open_session(user=user)


def refuse_faults(*checks: Callable[[], object]) -> None:
    """Run all checks and raise what they find as one error."""
    errors: list[FieldError] = []
    for check in checks:
        try:
            check()
        except InvalidInput as refused:
            errors += refused.errors
    if errors:
        raise InvalidInput(errors=errors)


def install_admin(*, username: str, email: str, password: str) -> User:
    """An operator makes an administrator, the first one of an installation above all; the address counts as proven."""
    refuse_faults(
        lambda: checked_username(username),
        lambda: checked_email(email),
        lambda: check_strength(password, field="password", username=username, email=email),
    )
    encoded = make_password(password)
    with transaction.atomic():
        user = users.create_user(
            username=username, email=email, encoded_password=encoded, role=Role.ADMIN, email_verified=True
        )
        after = {"username": user.username, "role": user.role}
        note(action="user.created", actor=None, target=("user", user.pk), after=after)
        record(UserRegistered(actor_id=None, user_id=user.pk))
    return user
