"""Answering a request, and taking one back. The same answer twice changes nothing; another one is refused."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config.roles import Viewer
from social.friends import queries
from social.friends.choices import RequestStatus
from social.friends.errors import FriendRequestAnswered, FriendRequestNotFound, NotYourRequest, NotYoursToAnswer
from social.friends.models import FriendRequest
from social.friends.services import ending
from social.graph import services as graph


@transaction.atomic
def accept_request(*, actor: Viewer, request_id: UUID) -> FriendRequest:
    """Say yes to what somebody asks of the actor: the two are friends."""
    held = _hold_received(actor, request_id)
    if _is_pending(held, else_only=RequestStatus.ACCEPTED):
        ending.accept(held, actor=actor, sender=held.sender)
    return held


@transaction.atomic
def decline_request(*, actor: Viewer, request_id: UUID) -> FriendRequest:
    """Say no to what somebody asks of the actor; they have to wait before they ask again."""
    held = _hold_received(actor, request_id)
    if _is_pending(held, else_only=RequestStatus.DECLINED):
        ending.decline(held)
    return held


@transaction.atomic
def cancel_request(*, actor: Viewer, request_id: UUID) -> FriendRequest:
    """Take back what the actor asks of somebody."""
    held = _hold(actor, request_id)
    if held.sender_id != actor.pk:
        raise NotYourRequest
    if _is_pending(held, else_only=RequestStatus.CANCELLED):
        ending.cancel(held)
    return held


@transaction.atomic
def block_sender(*, actor: Viewer, request_id: UUID) -> FriendRequest:
    """Block whoever sent the request, whatever has become of it; if it is pending, that declines it."""
    held = _hold_received(actor, request_id)
    graph.block(actor=actor, person=held.sender)
    held.refresh_from_db(fields=["status", "responded_at"])
    return held


def _hold_received(actor: Viewer, request_id: UUID) -> FriendRequest:
    held = _hold(actor, request_id)
    if held.recipient_id != actor.pk:
        raise NotYoursToAnswer
    return held


def _hold(actor: Viewer, request_id: UUID) -> FriendRequest:
    """A request of the actor's as it stands once nobody else does anything between the two."""
    found = queries.request_of(actor, request_id)
    graph.lock_pair(found.sender_id, found.recipient_id)
    rows = queries.requests_visible_to(actor).select_related("sender")
    held = rows.select_for_update(no_key=True, of=("self",)).filter(pk=request_id).first()
    if held is None:
        raise FriendRequestNotFound
    return held


def _is_pending(held: FriendRequest, *, else_only: RequestStatus) -> bool:
    """Whether the request waits; refused where something else than `else_only` has become of it."""
    if held.status not in {RequestStatus.PENDING, else_only}:
        raise FriendRequestAnswered(held.status)
    return held.status == RequestStatus.PENDING
