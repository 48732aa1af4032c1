"""Asking somebody to be friends: once while it waits, at once answered where the other asks the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock, entities
from config.db import wait_lock
from config.errors import EmailNotVerified, FieldError, InvalidInput
from config.events import record
from config.roles import Viewer
from config.text import clean
from social.friends import queries
from social.friends.errors import (
    AlreadyFriends,
    FriendRequestRejected,
    FriendRequestTooSoon,
    SelfFriendRequest,
    TooManyFriendRequests,
)
from social.friends.events import FriendRequested
from social.friends.models import LONGEST_MESSAGE, FriendRequest
from social.friends.services import ending
from social.graph.queries import friendship_stands
from social.graph.services import hold_pair

if TYPE_CHECKING:
    from accounts.users.models import User


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands between the two now, and whether it was asked just now."""

    request: FriendRequest
    is_new: bool


@transaction.atomic
def request_friendship(*, sender: Viewer, person: User, message: str = "") -> Asked:
    """Ask `person` to be friends. What the sender asks already stays as it is; what the other asks is accepted.

    With words only from a verified address: nobody else writes to people who need not know them.
    """
    words = _checked(message)
    if words and not sender.email_verified:
        raise EmailNotVerified
    sender_id, person_id = hold_pair(sender, person, SelfFriendRequest())
    if friendship_stands(sender_id, person_id):
        raise AlreadyFriends
    standing = queries.pending_between(sender_id, person_id).select_for_update(no_key=True).first()
    if standing is None:
        return Asked(_asked(sender_id, person_id, words), is_new=True)
    if standing.sender_id == person_id:
        ending.accept(standing, actor=sender, sender=person)
    return Asked(standing, is_new=False)


def _asked(sender_id: UUID, person_id: UUID, message: str) -> FriendRequest:
    _refuse_too_soon(sender_id, person_id)
    _refuse_too_many(sender_id)
    made = FriendRequest(sender_id=sender_id, recipient_id=person_id, message=message)
    _screen(made)
    made.save(force_insert=True)
    record(FriendRequested(actor_id=sender_id, person_id=person_id, request_id=made.pk))
    return made


def _checked(message: str) -> str:
    words = clean(message, lines=True)
    if len(words) > LONGEST_MESSAGE:
        raise InvalidInput.of("message", "max_length", _("This is too long."))
    return words


def _refuse_too_soon(sender_id: UUID, person_id: UUID) -> None:
    declined_at = queries.last_declined_at(sender_id, person_id)
    if declined_at is None:
        return
    until = declined_at + timedelta(days=settings.FRIEND_REQUEST_WAIT_DAYS)
    if clock.now() < until:
        raise FriendRequestTooSoon(until)


def _refuse_too_many(sender_id: UUID) -> None:
    """One sender's requests come one after the other, so that none slips past the limit."""
    wait_lock(f"friend-requests:{sender_id}")
    if queries.number_open(sender_id) >= settings.FRIEND_REQUESTS_MOST_OPEN:
        raise TooManyFriendRequests(most=settings.FRIEND_REQUESTS_MOST_OPEN)


def _screen(made: FriendRequest) -> None:
    """Refuse or hide a message that screening objects to; a request without words says nothing to judge."""
    if not made.message:
        return
    verdict = entities.screen("friend_request", made.pk, made.message, made.sender_id)
    if verdict.outcome == entities.Outcome.REJECT:
        detail = str(FriendRequestRejected.detail)
        raise FriendRequestRejected(errors=[FieldError("message", "text_rejected", detail)])
    if verdict.outcome == entities.Outcome.HOLD:
        made.hidden_at = clock.now()
