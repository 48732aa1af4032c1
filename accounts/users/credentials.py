"""The columns of an account that `accounts.auth` decides about and this slice writes."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.users.changes import AccountChange, announce
from accounts.users.errors import UserNotFound
from accounts.users.models import User
from config import clock


def held_user(user_id: UUID) -> User:
    """The account, locked until the transaction ends."""
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise UserNotFound()
    return user


@transaction.atomic
def set_password(*, user: User, encoded: str) -> None:
    """Give a locked account another password, hashed already; whoever sets one has claimed the account."""
    user.password, user.is_claimed, user.updated_at = encoded, True, clock.now()
    user.save(update_fields=["password", "is_claimed", "updated_at"])


@transaction.atomic
def verify_email(*, user: User) -> bool:
    """Note that the address of a locked account is proven; False if it was already."""
    if user.email_verified:
        return False
    user.email_verified_at = user.updated_at = clock.now()
    user.save(update_fields=["email_verified_at", "updated_at"])
    announce(AccountChange(user, "email_verified"))
    return True


@transaction.atomic
def end_access(*, user: User, reason: str) -> None:
    """End every token and session of a locked account, and its pages' sessions as well."""
    user.token_version += 1
    user.save(update_fields=["token_version"])
    announce(AccountChange(user, reason, ends_sessions=True))


def note_sign_in(*, user: User, rehashed: str = "") -> None:
    """Keep when the account was last signed in to, and its password in the present way of hashing."""
    User.objects.filter(pk=user.pk).update(last_login=clock.now())
    if rehashed:
        User.objects.filter(pk=user.pk, password=user.password).update(password=rehashed)


def keep_rehashed(*, user: User, rehashed: str) -> None:
    """Keep a password that was right just now in the present way of hashing; nothing where it is empty."""
    if rehashed and User.objects.filter(pk=user.pk, password=user.password).update(password=rehashed):
        user.password = rehashed
