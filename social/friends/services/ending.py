"""What becomes of a pending request: said once, kept with its moment, told in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import clock
from config.events import record
from config.roles import Viewer
from social.friends import queries
from social.friends.choices import RequestStatus
from social.friends.events import FriendRequestAccepted, FriendRequestCancelled, FriendRequestDeclined
from social.friends.models import FriendRequest
from social.graph import services as graph
from social.graph.blocking import Blocked

if TYPE_CHECKING:
    from accounts.users.models import User


def accept(held: FriendRequest, *, actor: Viewer, sender: User) -> None:
    """The two are friends from now on."""
    _settle(held, RequestStatus.ACCEPTED)
    graph.make_friends(actor=actor, person=sender, request_id=held.pk)
    record(FriendRequestAccepted(actor_id=held.recipient_id, person_id=held.sender_id, request_id=held.pk))


def decline(held: FriendRequest) -> None:
    """The recipient does not want to."""
    _settle(held, RequestStatus.DECLINED)
    record(FriendRequestDeclined(actor_id=held.recipient_id, person_id=held.sender_id, request_id=held.pk))


def cancel(held: FriendRequest) -> None:
    """The sender takes it back."""
    _settle(held, RequestStatus.CANCELLED)
    record(FriendRequestCancelled(actor_id=held.sender_id, person_id=held.recipient_id, request_id=held.pk))


def end_requests(blocked: Blocked) -> None:
    """End what is pending between two when one blocks the other: as whoever blocks would have ended it themselves."""
    pending = queries.pending_between(blocked.blocker_id, blocked.blocked_id)
    for held in pending.select_for_update(no_key=True):
        if held.recipient_id == blocked.blocker_id:
            decline(held)
        else:
            cancel(held)


def _settle(held: FriendRequest, status: RequestStatus) -> None:
    held.status, held.responded_at = status, clock.now()
    held.save(update_fields=["status", "responded_at"])
