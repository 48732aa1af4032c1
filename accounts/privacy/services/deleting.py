"""Deleting an account: sign-in ends at once, and until the grace is over everything can come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.api_keys import services as api_keys
from accounts.auth.services.fresh import fresh_authentication
from accounts.privacy import queries
from accounts.privacy.choices import Content, DeletionState
from accounts.privacy.errors import BeingErased, DeletionNotFound, ServiceAccountStays
from accounts.privacy.events import DeletionRequested, DeletionUndone
from accounts.privacy.models import Deletion
from accounts.privacy.services.exporting import cancel_exports
from accounts.users import services as users
from accounts.users.changes import AccountChange
from accounts.users.unclaimed import DELETED
from config import clock
from config.audit import note
from config.db import insert_once
from config.errors import refuse
from config.events import record
from config.roles import SIGNED_IN_STATES, Role, Status, Viewer

_CLOSED = {Status.SUSPENDED, Status.BANNED}


def delete_own_account(*, member: Viewer, content: str, proof: Mapping[str, str]) -> Deletion:
    """A member deletes their own account, after proving once more who they are; what `request_deletion` refuses."""
    assert member.pk is not None
    fresh_authentication(user_id=member.pk, proof=proof)
    return request_deletion(user_id=member.pk, content=content, actor=member)


@transaction.atomic
def request_deletion(
    *, user_id: UUID, content: str, actor: Viewer | None, grace: timedelta | None = None, reason: str = ""
) -> Deletion:
    """Close the account now, and have it erased when the grace is over. Asking again changes nothing.

    The last admin cannot go. `actor` is the member, or None for the operator.
    """
    before = users.hold_standing(user_id)
    if before.role == Role.API_USER or before.username == DELETED:
        raise ServiceAccountStays()
    if (open_one := queries.open_deletion(user_id)) is not None:
        return open_one
    user = users.deactivate(user_id=user_id, actor=actor)
    due_at = clock.now() + (settings.DELETION_GRACE if grace is None else grace)
    deletion = Deletion(user_id=user.pk, content=Content(content), due_at=due_at)
    if before.status != Status.DEACTIVATED:
        deletion.before_status, deletion.before_reason = before.status, before.status_reason
        deletion.before_until = before.status_until
    if not insert_once(deletion):
        return queries.open_deletion(user_id) or refuse(DeletionNotFound())
    cancel_exports(user.pk)
    api_keys.revoke_all(user_id=user.pk, actor=actor, reason="account_deleted")
    note(
        action="privacy.deletion_requested",
        actor=actor,
        target=("user", user.pk),
        after={"until": due_at.isoformat(), "content": deletion.content},
        reason=reason,
    )
    record(DeletionRequested(actor_id=actor.pk if actor else None, user_id=user.pk, due_at=due_at))
    return deletion


@transaction.atomic
def undo_deletion(*, deletion_id: UUID, actor: Viewer | None, reason: str) -> None:
    """Staff give somebody their account back within the grace, in the state that it was in."""
    deletion = Deletion.objects.filter(pk=deletion_id, state=DeletionState.PENDING).first()
    if deletion is None or not _mark_undone(deletion, actor_id=actor.pk if actor else None):
        raise DeletionNotFound()
    status = deletion.before_status or Status.ACTIVE
    users.set_status(
        user_id=deletion.user_id,
        status=status,
        actor=actor,
        reason=deletion.before_reason or reason,
        until=_still_ahead(deletion),
    )
    target = ("user", deletion.user_id)
    note(action="privacy.deletion_undone", actor=actor, target=target, reason=reason)


def on_account_change(change: AccountChange) -> None:
    """An account that may sign in again is not deleted; one that was muted before comes back muted.

    What held it when its deletion was asked for may end meanwhile: that gives it back to nobody, so it stays closed, as
    it would have been without. Where erasure has begun there is no way back: whatever would open it is refused.
    """
    user = change.user
    if change.reason != "status_changed" or user.status not in SIGNED_IN_STATES:
        return
    deletion = queries.open_deletion(user.pk)
    if deletion is None:
        return
    if deletion.state == DeletionState.ERASING:
        raise BeingErased()
    if deletion.before_status in _CLOSED and change.actor_id != user.pk:
        _keep_closed(deletion)
        return
    if not _mark_undone(deletion, actor_id=change.actor_id):
        raise BeingErased()
    is_over = deletion.before_until is not None and deletion.before_until <= clock.now()
    if deletion.before_status == Status.MUTED and user.status != Status.MUTED and not is_over:
        users.set_status(
            user_id=user.pk,
            status=Status.MUTED,
            actor=None,
            reason=deletion.before_reason,
            until=_still_ahead(deletion),
        )


def _mark_undone(deletion: Deletion, *, actor_id: UUID | None) -> bool:
    """Whether the deletion still waited, and is undone now."""
    waiting = Deletion.objects.filter(pk=deletion.pk, state=DeletionState.PENDING)
    if not waiting.update(state=DeletionState.UNDONE, finished_at=clock.now(), before_reason=""):
        return False
    record(DeletionUndone(actor_id=actor_id, user_id=deletion.user_id))
    return True


def _keep_closed(deletion: Deletion) -> None:
    """Close the account for its deletion alone, now that nothing else does; its owner may still come back."""
    forget_standing_before(user_id=deletion.user_id, status=deletion.before_status, until=deletion.before_until)
    users.deactivate(user_id=deletion.user_id, actor=None)


def forget_standing_before(*, user_id: UUID, status: str, until: datetime | None) -> None:
    """What held the account when its deletion was asked for is taken back, so it does not come back with it."""
    waiting = Deletion.objects.filter(user_id=user_id, state=DeletionState.PENDING)
    waiting.filter(before_status=status, before_until=until).update(
        before_status="", before_reason="", before_until=None
    )


def due_now(deletion_id: UUID) -> UUID:
    """End the grace of a deletion that waits, as the operator decides; returns its id."""
    Deletion.objects.filter(pk=deletion_id, state=DeletionState.PENDING).update(due_at=clock.now())
    return deletion_id


def _still_ahead(deletion: Deletion) -> datetime | None:
    until = deletion.before_until
    return until if until is not None and until > clock.now() else None
