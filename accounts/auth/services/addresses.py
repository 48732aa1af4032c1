"""Proving an address, and changing it."""

from __future__ import annotations

from django.db import transaction

from accounts.auth.errors import AlreadyVerified, InvalidToken, WrongPassword
from accounts.auth.events import EmailChangeRequested, EmailVerificationRequested, EmailVerified
from accounts.auth.models import Purpose
from accounts.auth.passwords import matches
from accounts.auth.principal import Principal
from accounts.auth.services import one_time
from accounts.users import services as users
from accounts.users.queries import open_email_change, user_by_id
from config.errors import NotSignedIn
from config.events import record


@transaction.atomic
def request_verification(*, principal: Principal) -> None:
    """Have another verification mail sent."""
    user = users.held_user(principal.pk)
    if user.email_verified:
        raise AlreadyVerified()
    record(EmailVerificationRequested(actor_id=user.pk, user_id=user.pk))


def request_email_change(*, principal: Principal, email: str, current_password: str) -> None:
    """Ask for another address: it becomes the member's once a token sent to it comes back."""
    user = user_by_id(principal.pk)
    if user is None:
        raise NotSignedIn()
    if not matches(current_password, user.password):
        raise WrongPassword()
    with transaction.atomic():
        users.request_email_change(user_id=user.pk, new_email=email)
        record(EmailChangeRequested(actor_id=user.pk, user_id=user.pk))


@transaction.atomic
def verify_email(*, token: str) -> None:
    """Take the token of a verification mail, or of a mail to a new address."""
    user, used = one_time.take(token, [Purpose.VERIFY, Purpose.EMAIL_CHANGE])
    if used.purpose == Purpose.VERIFY:
        if users.verify_email(user=user):
            record(EmailVerified(actor_id=user.pk, user_id=user.pk))
        return
    change = open_email_change(user.pk)
    if change is None or str(change.pk) != used.payload:
        raise InvalidToken()
    users.change_email(user=user, change=change, actor=user, verified=True)
