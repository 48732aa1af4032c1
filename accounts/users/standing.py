"""Role and status of an account: who may change them, and what else happens in the same transaction.

Every change is an audit row, an event, and a word to `changes`, through which tokens learn of it at once. When what
closed an account ends, the account goes into what remains in force: a port says what that is, since it lies above.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users import queries
from accounts.users.changes import AccountChange, announce
from accounts.users.credentials import held_user
from accounts.users.errors import LastAdmin, RankTooLow
from accounts.users.events import RoleChanged, StatusChanged
from accounts.users.models import User
from config import clock
from config.audit import note
from config.db import wait_lock
from config.errors import InvalidInput
from config.events import record
from config.roles import RANK, SIGNED_IN_STATES, Role, Status, Viewer, outranks

log = logging.getLogger(__name__)

# What says where an account stands, and which of its tokens are good.
_STANDING = ("status", "status_reason", "status_until", "token_version")

# Held by whoever may be taking an admin away, so that two of them at once see each other's work.
_ADMINS = "accounts.admins"
_MAY_END = frozenset({Status.MUTED, Status.SUSPENDED})

# The state that still holds an account, why, and until when; None where nothing does.
Remains = tuple[str, str, datetime | None]
GRAVITY: dict[str, int] = {Status.ACTIVE: 0, Status.MUTED: 1, Status.SUSPENDED: 2, Status.BANNED: 3}
"""How much a state takes away. A deactivated account stands beside it: its owner left, and is held by nothing."""

_remaining: Callable[[UUID], Remains | None] | None = None


def register_remaining(remaining: Callable[[UUID], Remains | None] | None) -> None:
    """Have `remaining` say what holds an account when a muting or suspension ends, or when it comes back."""
    global _remaining
    _remaining = remaining


def check_rank(actor: Viewer | None, *, on: User | None = None, gives: str | None = None) -> None:
    """Whether `actor` may act on that account and give that role. None is the operator of the installation."""
    if actor is None or actor.role == Role.ADMIN:
        return
    if on is not None and not outranks(actor, on.role):
        raise RankTooLow()
    if gives is not None and RANK[Role(gives)] > RANK[Role(actor.role)]:
        raise RankTooLow()


def hold_standing(user_id: UUID) -> User:
    """The account, locked, by whoever is about to change its role or state.

    The admins' lock is taken first, always in this order.
    """
    wait_lock(_ADMINS)
    return held_user(user_id)


def _keep_an_admin(user: User) -> None:
    """Refuse to take away the last active admin."""
    if user.role == Role.ADMIN and user.status == Status.ACTIVE and not queries.another_admin_than(user.pk):
        raise LastAdmin()


@transaction.atomic
def set_role(*, user_id: UUID, role: str, actor: Viewer | None, reason: str = "") -> User:
    """Put the account on another rung. Refresh tokens end; access tokens that are out carry the new role at once."""
    role = Role(role)
    user = hold_standing(user_id)
    check_rank(actor, on=user, gives=role)
    before = user.role
    if role == before:
        return user
    if role == Role.API_USER or before == Role.API_USER:
        raise InvalidInput.of("role", "service_account", _("People and service accounts do not turn into each other."))
    _keep_an_admin(user)
    user.role = role
    user.updated_at = clock.now()
    user.save(update_fields=["role", "updated_at"])
    note(
        action="user.role_changed",
        actor=actor,
        target=("user", user.pk),
        before={"role": before},
        after={"role": role.value},
        reason=reason,
    )
    announce(AccountChange(user, "role_changed", ends_sessions=True))
    record(RoleChanged(actor_id=actor.pk if actor else None, user_id=user.pk, before=before, after=role.value))
    return user


@transaction.atomic
def set_status(
    *, user_id: UUID, status: str, actor: Viewer | None, reason: str = "", until: datetime | None = None
) -> User:
    """Put the account into another state; leaving the states that may sign in ends every token of it at once.

    A deactivated account that is given back goes into what holds it, where that is as grave as what is asked for.
    """
    status = Status(status)
    if until is not None and status not in _MAY_END:
        raise InvalidInput.of("until", "not_allowed", _("Only muting and suspension end by themselves."))
    if until is not None and until <= clock.now():
        raise InvalidInput.of("until", "past", _("The end must lie in the future."))
    user = hold_standing(user_id)
    check_rank(actor, on=user)
    remains = _remains(user) if user.status == Status.DEACTIVATED and status in GRAVITY else None
    if remains is not None and GRAVITY[remains[0]] >= GRAVITY[status]:
        return _fall_back(user, actor=actor)
    return _change_status(user, status, actor=actor, reason=reason, until=until)


@transaction.atomic
def deactivate(*, user_id: UUID, actor: Viewer | None) -> User:
    """Its owner, or the operator for them, leaves: the account is closed, and signing in opens it again.

    The last active admin cannot. One that is suspended or banned stays so.
    """
    user = hold_standing(user_id)
    _keep_an_admin(user)
    if user.status not in SIGNED_IN_STATES:
        return user
    return _change_status(user, Status.DEACTIVATED, actor=actor, reason="", until=None)


@transaction.atomic
def reactivate(*, user_id: UUID) -> User:
    """Its owner has signed in: a deactivated account is active again, or in what holds it meanwhile."""
    user = hold_standing(user_id)
    if user.status != Status.DEACTIVATED:
        return user
    return _fall_back(user, actor=user)


@transaction.atomic
def lift(*, user_id: UUID) -> User:
    """End a muting or suspension whose time is over; what else holds the account comes in its place."""
    user = hold_standing(user_id)
    if user.status_until is None or user.status_until > clock.now():
        return user
    return _fall_back(user, actor=None)


@transaction.atomic
def fall_back(*, user_id: UUID, actor: Viewer | None) -> User:
    """What held the account is taken back: it goes into what remains in force, or is active again."""
    user = hold_standing(user_id)
    check_rank(actor, on=user)
    return _fall_back(user, actor=actor)


def _fall_back(user: User, *, actor: Viewer | None) -> User:
    status, reason, until = _remains(user) or (Status.ACTIVE, "", None)
    return _change_status(user, Status(status), actor=actor, reason=reason, until=until)


def _remains(user: User) -> Remains | None:
    return _remaining(user.pk) if _remaining else None


def lift_expired() -> int:
    """Lift whatever is over; returns how many accounts that were. One that cannot be lifted keeps nobody else in."""
    lifted = 0
    for user_id in queries.due_for_lifting():
        try:
            lift(user_id=user_id)
        except Exception:  # of whatever kind: the others must not wait for it, and the next run tries it again
            log.exception("account %s could not be lifted", user_id)
        else:
            lifted += 1
    return lifted


def _change_status(user: User, status: Status, *, actor: Viewer | None, reason: str, until: datetime | None) -> User:
    before = {"status": user.status, "until": _told(user.status_until), "reason": user.status_reason}
    after = {"status": status.value, "until": _told(until), "reason": reason}
    if before == after:
        return user
    if status != Status.ACTIVE:
        _keep_an_admin(user)
    leaves = status not in SIGNED_IN_STATES and user.status in SIGNED_IN_STATES
    old = user.status
    user.status, user.status_reason, user.status_until = status, reason, until
    user.token_version += int(leaves)
    user.updated_at = clock.now()
    user.save(update_fields=[*_STANDING, "updated_at"])
    note(action="user.status_changed", actor=actor, target=("user", user.pk), before=before, after=after, reason=reason)
    actor_id = actor.pk if actor else None
    # The fact first: whoever hears of the change may bring about the next one, and facts are told in their order.
    record(StatusChanged(actor_id=actor_id, user_id=user.pk, before=old, after=status.value, until=until))
    announce(AccountChange(user, "status_changed", ends_sessions=leaves, actor_id=actor_id))
    user.refresh_from_db(fields=_STANDING)
    return user


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
