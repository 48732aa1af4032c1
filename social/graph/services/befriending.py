"""Friendships: both halves made together, and ended together. Who may ask for one is decided above (`friends`)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from config.db import insert_once
from config.events import record
from config.roles import Viewer
from social.graph.errors import SelfEdge
from social.graph.events import FriendshipEnded, FriendshipMade
from social.graph.models import Friendship
from social.graph.services.pairs import end_both_halves, hold_pair, lock_pair

if TYPE_CHECKING:
    from accounts.users.models import User


@transaction.atomic
def make_friends(*, actor: Viewer, person: User, request_id: UUID | None = None) -> bool:
    """Make the two friends, both halves at once; False where they were. A block between them forbids it.

    The friendship keeps the request that led to it, if one did.
    """
    actor_id, person_id = hold_pair(actor, person, SelfEdge())
    if not insert_once(Friendship(member_id=actor_id, friend_id=person_id, request_id=request_id)):
        return False
    insert_once(Friendship(member_id=person_id, friend_id=actor_id, request_id=request_id))
    record(FriendshipMade(actor_id=actor_id, person_id=person_id))
    return True


@transaction.atomic
def end_friendship(*, actor: Viewer, person: User) -> bool:
    """End the friendship of the two, both halves at once; False where there was none."""
    if actor.pk is None:
        return False
    lock_pair(actor.pk, person.pk)
    if not end_both_halves(actor.pk, person.pk):
        return False
    record(FriendshipEnded(actor_id=actor.pk, person_id=person.pk))
    return True
