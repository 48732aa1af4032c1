"""Turning the second step off: by its owner, after a fresh proof; by staff and operators, for who has lost it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from accounts.auth.events import SessionRevoked
from accounts.auth.services.fresh import fresh_authentication
from accounts.mfa import guessing, methods, queries
from accounts.mfa.errors import MethodNotOn, MfaNotOn
from accounts.mfa.events import Change
from accounts.mfa.models import Enrolment, Passkey
from accounts.mfa.services.changing import MFA_CHANGED, clear_if_off, end_others, tell
from accounts.users import services as users
from accounts.users.standing import check_rank
from config.errors import NotSignedIn
from config.events import record
from config.roles import Viewer


def disable_mfa(*, actor: Viewer, proof: Mapping[str, str], method: str | None = None) -> None:
    """Turn one's second step off, or one `method` of it (`totp` or `email`), after a fresh proof; other sessions end.

    Off means off: passkeys and recovery codes go as well.
    """
    user_id = actor.pk
    if user_id is None:
        raise NotSignedIn()
    if not queries.is_on(user_id):
        raise MfaNotOn()
    fresh_authentication(user_id=user_id, proof=proof)
    with transaction.atomic():
        users.held_user(user_id)
        if not queries.is_on(user_id):
            raise MfaNotOn()
        if method is None:
            _take_all(user_id)
        elif not _take(user_id, method):
            raise MethodNotOn()
        end_others(actor, user_id)
        clear_if_off(user_id)
        change = Change.REMOVED if queries.is_on(user_id) else Change.TURNED_OFF
        tell(actor=actor, user_id=user_id, change=change, method=method or "")


def _take(user_id: UUID, method: str) -> bool:
    rows = Enrolment.objects.filter(user_id=user_id)
    if method == methods.TOTP:
        return bool(rows.filter(totp_since__isnull=False).update(totp_since=None, totp_secret=""))
    return bool(rows.filter(email_since__isnull=False).update(email_since=None))


def _take_all(user_id: UUID) -> None:
    Passkey.objects.filter(user_id=user_id).delete()
    Enrolment.objects.filter(user_id=user_id).update(totp_since=None, totp_secret="", email_since=None)


@transaction.atomic
def turn_off_mfa(*, user_id: UUID, actor: Viewer | None, reason: str = "") -> None:
    """Turn somebody's second step off, who has lost what it hangs on; every session of theirs ends.

    Nobody does so for their own role or a higher one. `actor` None is the operator of the installation.
    """
    user = users.held_user(user_id)
    check_rank(actor, on=user)
    if not queries.is_on(user.pk):
        raise MfaNotOn()
    _take_all(user.pk)
    clear_if_off(user.pk)
    guessing.forget(user.pk, guessing.DOOR)
    guessing.forget(user.pk, guessing.FRESH)
    users.end_access(user=user, reason=MFA_CHANGED)
    record(SessionRevoked(actor_id=actor.pk if actor else None, user_id=user.pk, session_id=None, reason=MFA_CHANGED))
    tell(actor=actor, user_id=user.pk, change=Change.TURNED_OFF_BY_STAFF, reason=reason)
