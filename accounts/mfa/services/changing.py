"""What follows every change of a second step: an entry in the audit, a mail, and the end of other sessions."""

from __future__ import annotations

from uuid import UUID

from accounts.auth import services as auth
from accounts.mfa import queries
from accounts.mfa.events import Change, MfaChanged
from accounts.mfa.models import Ceremony, Enrolment, MailedCode, PendingSignIn, RecoveryCode
from config.audit import note
from config.events import record
from config.roles import Viewer

MFA_CHANGED = "mfa_changed"


def session_of(actor: Viewer) -> UUID | None:
    """The session that gave the proof: no other goes on with what it has begun."""
    found: UUID | None = getattr(actor, "session_id", None)
    return found


def tell(
    *, actor: Viewer | None, user_id: UUID, change: Change, method: str = "", name: str = "", reason: str = ""
) -> None:
    """Put the change into the audit and have its owner told, in the caller's transaction."""
    after = {word: value for word, value in (("method", method), ("name", name)) if value}
    note(action=f"mfa.{change}", actor=actor, target=("user", user_id), after=after, reason=reason)
    record(
        MfaChanged(
            actor_id=actor.pk if actor else None,
            user_id=user_id,
            change=change.value,
            method=method,
            left=queries.recovery_codes_left(user_id),
        )
    )


def end_others(actor: Viewer, user_id: UUID) -> None:
    """End every session of the member but the one that asks, and whatever is only under way."""
    Enrolment.objects.filter(user_id=user_id).update(next_secret="", next_until=None, next_session_id=None)
    MailedCode.objects.filter(user_id=user_id).delete()
    Ceremony.objects.filter(user_id=user_id).delete()
    auth.revoke_user_sessions(user_id=user_id, reason=MFA_CHANGED, keep=getattr(actor, "session_id", None))
    PendingSignIn.objects.filter(user_id=user_id).delete()


def clear_if_off(user_id: UUID) -> None:
    """Where the last factor is gone, what only goes with one goes as well."""
    if not queries.is_on(user_id):
        RecoveryCode.objects.filter(user_id=user_id).delete()
        MailedCode.objects.filter(user_id=user_id).delete()
        Ceremony.objects.filter(user_id=user_id).delete()
        PendingSignIn.objects.filter(user_id=user_id).delete()
        Enrolment.objects.filter(user_id=user_id).delete()
