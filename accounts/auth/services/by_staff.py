"""What staff do to the sessions and addresses of others; nobody acts on someone of their own role or a higher one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.auth import revocation
from accounts.auth.errors import AlreadyVerified, SessionNotFound
from accounts.auth.events import EmailVerificationRequested, SessionRevoked
from accounts.auth.models import Session
from accounts.auth.services.sessions import CAN_END
from accounts.users import services as users
from accounts.users.standing import check_rank
from config import clock
from config.audit import note
from config.events import record
from config.roles import Viewer

ENDED = "ended_by_staff"


@transaction.atomic
def end_all_sessions(*, user_id: UUID, actor: Viewer, reason: str = "") -> None:
    """Sign an account out everywhere: every session of it ends, and every token that is out."""
    user = users.held_user(user_id)
    check_rank(actor, on=user)
    users.end_access(user=user, reason=ENDED)
    note(action="session.all_revoked", actor=actor, target=("user", user.pk), reason=reason)
    record(SessionRevoked(actor_id=actor.pk, user_id=user.pk, session_id=None, reason=ENDED))


@transaction.atomic
def end_session(*, session_id: UUID, actor: Viewer, reason: str = "") -> None:
    """End one session of somebody; one that has ended already is not there."""
    session = Session.objects.filter(CAN_END, pk=session_id).first()
    if session is None:
        raise SessionNotFound()
    check_rank(actor, on=users.held_user(session.user_id))
    if not Session.objects.filter(CAN_END, pk=session_id).update(revoked_at=clock.now(), reason=ENDED):
        raise SessionNotFound()
    revocation.end_sessions([session.pk])
    target = ("user", session.user_id)
    note(action="session.revoked", actor=actor, target=target, after={"session": session.pk}, reason=reason)
    record(SessionRevoked(actor_id=actor.pk, user_id=session.user_id, session_id=session.pk, reason=ENDED))


@transaction.atomic
def send_verification_again(*, user_id: UUID, actor: Viewer) -> None:
    """Have another verification mail sent to someone who waits for it."""
    user = users.held_user(user_id)
    check_rank(actor, on=user)
    if user.email_verified:
        raise AlreadyVerified()
    note(action="user.verification_requested", actor=actor, target=("user", user.pk))
    record(EmailVerificationRequested(actor_id=actor.pk, user_id=user.pk))
