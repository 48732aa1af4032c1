"""Deeds on accounts: making one, renaming, correcting. Role and status are in `standing`, offered here as well."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.profiles import services as profiles
from accounts.users import queries
from accounts.users.addresses import checked_email
from accounts.users.changes import AccountChange, announce
from accounts.users.credentials import (
    end_access,
    held_user,
    keep_rehashed,
    note_sign_in,
    set_password,
    verify_email,
)
from accounts.users.events import EmailChanged, EmailVerificationRequested, UsernameChanged, UserRegistered
from accounts.users.models import EmailChange, KeptUsername, User
from accounts.users.names import checked_username
from accounts.users.standing import (
    check_rank,
    deactivate,
    fall_back,
    hold_standing,
    lift,
    lift_expired,
    reactivate,
    register_remaining,
    set_role,
    set_status,
)
from accounts.users.unclaimed import account_of_the_deleted, create_unclaimed_many
from config import clock
from config.audit import note
from config.errors import FieldError, InvalidInput
from config.events import record
from config.roles import Role, Viewer

__all__ = [
    "account_of_the_deleted",
    "change_email",
    "check_rank",
    "create_account",
    "create_unclaimed_many",
    "create_user",
    "deactivate",
    "edit_user",
    "end_access",
    "fall_back",
    "held_user",
    "hold_standing",
    "keep_rehashed",
    "lift",
    "lift_expired",
    "note_sign_in",
    "prune_kept_usernames",
    "reactivate",
    "register_remaining",
    "rename",
    "request_email_change",
    "set_password",
    "set_role",
    "set_status",
    "verify_email",
]

NAME_KEPT_FOR = timedelta(days=90)


def create_user(
    *,
    username: str,
    email: str,
    password: str | None = None,
    encoded_password: str = "",
    role: str = Role.MEMBER,
    is_claimed: bool = True,
    email_verified: bool = False,
    full_name: str = "",
    locale: str = "en",
) -> User:
    """Make an account and its profile; a taken name or address is an error of its field.

    Hashing takes a while: whoever is inside a transaction already passes `encoded_password`. Without any password
    nobody can sign in. The rules of passwords are `accounts.auth`'s and have been asked before.
    """
    name, address = checked_username(username), checked_email(email, may_be_nowhere=not is_claimed)
    encoded = encoded_password or make_password(password)
    now = clock.now()
    user = User(
        username=name,
        email=address,
        password=encoded,
        role=role,
        is_claimed=is_claimed,
        email_verified_at=now if email_verified else None,
    )
    with transaction.atomic():
        refuse_taken(username=name, email=address)
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError:
            refuse_taken(username=name, email=address)
            raise
        # A name that was given up between the first look and the insert shows only now.
        refuse_taken(username=name, besides=user.pk)
        profiles.create_profile(user_id=user.pk, username=name, full_name=full_name, locale=locale)
    return user


def refuse_taken(*, username: str = "", email: str = "", besides: UUID | None = None) -> None:
    """An error for each of the two that belongs to someone else."""
    name_taken, email_taken = queries.is_taken(username=username, email=email, besides=besides)
    errors = []
    if name_taken:
        errors.append(FieldError("username", "taken", str(_("This username is taken."))))
    if email_taken:
        errors.append(FieldError("email", "taken", str(_("There is an account with this address already."))))
    if errors:
        raise InvalidInput(errors=errors)


def create_account(
    *, actor: Viewer, username: str, email: str, encoded_password: str, role: str = Role.MEMBER, full_name: str = ""
) -> User:
    """An administrator makes an account for someone, who proves the address and may set a password by a reset."""
    check_rank(actor, gives=role)
    with transaction.atomic():
        user = create_user(
            username=username, email=email, encoded_password=encoded_password, role=role, full_name=full_name
        )
        after = {"username": user.username, "role": role}
        note(action="user.created", actor=actor, target=("user", user.pk), after=after)
        record(UserRegistered(actor_id=actor.pk, user_id=user.pk))
        record(EmailVerificationRequested(actor_id=actor.pk, user_id=user.pk))
    return user


@transaction.atomic
def rename(*, user_id: UUID, username: str, actor: Viewer) -> User:
    """Give the account another name. The old one is kept from others for 90 days; its owner may take it back."""
    name = checked_username(username)
    user = held_user(user_id)
    before = user.username
    if name == before:
        return user
    profiles.screen_name(user_id=user.pk, username=name)
    refuse_taken(username=name, besides=user.pk)
    user.username = name
    user.updated_at = clock.now()
    try:
        with transaction.atomic():
            user.save(update_fields=["username", "updated_at"])
    except IntegrityError:
        refuse_taken(username=name, besides=user.pk)
        raise
    refuse_taken(username=name, besides=user.pk)
    KeptUsername.objects.filter(username__in=[name, before]).delete()
    KeptUsername.objects.create(username=before, user=user, until=clock.now() + NAME_KEPT_FOR)
    profiles.touch(user_id=user.pk)
    note(
        action="user.renamed",
        actor=actor,
        target=("user", user.pk),
        before={"username": before},
        after={"username": name},
    )
    announce(AccountChange(user, "renamed"))
    record(UsernameChanged(actor_id=actor.pk, user_id=user.pk, before=before, after=name))
    return user


@transaction.atomic
def request_email_change(*, user_id: UUID, new_email: str) -> EmailChange:
    """Note the wish for another address; an older wish that was not fulfilled is dropped."""
    address = checked_email(new_email)
    user = held_user(user_id)
    if address == user.email:
        raise InvalidInput.of("email", "unchanged", _("This is your address already."))
    refuse_taken(email=address, besides=user.pk)
    EmailChange.objects.filter(user=user, confirmed_at__isnull=True).delete()
    return EmailChange.objects.create(user=user, old_email=user.email, new_email=address)


@transaction.atomic
def change_email(*, user: User, change: EmailChange, actor: Viewer | None, verified: bool) -> None:
    """Fulfil `change` for `user`, a row the caller has locked; both addresses stay in it."""
    refuse_taken(email=change.new_email, besides=user.pk)
    now = clock.now()
    change.old_email, change.confirmed_at = user.email, now
    change.save(update_fields=["old_email", "confirmed_at"])
    user.email = change.new_email
    user.email_verified_at = now if verified else None
    user.updated_at = now
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "email_verified_at", "updated_at"])
    except IntegrityError:
        refuse_taken(email=change.new_email, besides=user.pk)
        raise
    note(action="user.email_changed", actor=actor, target=("user", user.pk), after={"change": str(change.pk)})
    announce(AccountChange(user, "email_changed"))
    record(EmailChanged(actor_id=actor.pk if actor else user.pk, user_id=user.pk, change_id=change.pk))


@transaction.atomic
def edit_user(
    *, user_id: UUID, actor: Viewer, username: str | None = None, email: str | None = None, full_name: str | None = None
) -> User:
    """An administrator corrects what someone is called or where they are written to; a new address is unproven."""
    user = held_user(user_id)
    check_rank(actor, on=user)
    if username is not None:
        user = rename(user_id=user.pk, username=username, actor=actor)
    if email is not None and checked_email(email) != user.email:
        change = request_email_change(user_id=user.pk, new_email=email)
        change_email(user=user, change=change, actor=actor, verified=False)
        record(EmailVerificationRequested(actor_id=actor.pk, user_id=user.pk))
    if full_name is not None:
        profiles.edit_profile(user_id=user.pk, changes={"full_name": full_name})
    return user


def prune_kept_usernames() -> int:
    """Let go of the names whose 90 days are over; returns how many."""
    gone, _rows = KeptUsername.objects.filter(until__lte=clock.now()).delete()
    return gone
