"""Following, leaving, and sending a follower away."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.profiles.services import bump_counts
from config.db import insert_once
from config.events import record
from config.roles import Viewer
from social.graph import queries
from social.graph.errors import SelfFollow, TooManyFollows
from social.graph.events import FollowerRemoved, FollowRequestWithdrawn, UserFollowed, UserUnfollowed
from social.graph.models import Follow, FollowRequest
from social.graph.services import asking
from social.graph.services.pairs import delete, hold_pair, lock_pair

if TYPE_CHECKING:
    from accounts.users.models import User

MOST_FOLLOWS = 10_000
"""How many people one member may follow."""


@transaction.atomic
def follow(*, actor: Viewer, person: User) -> bool:
    """Make `actor` follow `person`, or ask for it where the person approves their followers.

    False where they follow or ask already. Nobody follows more than `MOST_FOLLOWS`.
    """
    actor_id, person_id = hold_pair(actor, person, SelfFollow())
    if queries.must_ask(actor_id, person_id):
        return asking.ask(actor_id, person_id)
    if not make_follow(actor_id, person_id):
        return False
    delete(queries.follow_requests_between(actor_id, person_id))
    return True


def make_follow(follower_id: UUID, person_id: UUID) -> bool:
    """The follow itself, told and counted; False where it stood. The caller holds the pair."""
    if not insert_once(Follow(follower_id=follower_id, followee_id=person_id)):
        return False
    record(UserFollowed(actor_id=follower_id, person_id=person_id))
    bump_counts({person_id: {"followers": 1}, follower_id: {"following": 1}})
    _, following = queries.kept_counts(follower_id)  # exact: the row has been ours since it was bumped
    if following > MOST_FOLLOWS:
        raise TooManyFollows(limit=MOST_FOLLOWS)
    return True


@transaction.atomic
def unfollow(*, actor: Viewer, person: User) -> bool:
    """End the actor's follow of `person`, or their request for it, whatever state they are in; False without either."""
    if actor.pk is None:
        return False
    lock_pair(actor.pk, person.pk)
    if delete(FollowRequest.objects.filter(requester_id=actor.pk, followee_id=person.pk)):
        record(FollowRequestWithdrawn(actor_id=actor.pk, person_id=person.pk))
        return True
    if not _end_follow(actor.pk, person.pk):
        return False
    record(UserUnfollowed(actor_id=actor.pk, person_id=person.pk))
    return True


@transaction.atomic
def remove_follower(*, actor: Viewer, person: User) -> bool:
    """End the follow of the actor by `person`, who is not told; False where there was none."""
    if actor.pk is None:
        return False
    lock_pair(actor.pk, person.pk)
    if not _end_follow(person.pk, actor.pk):
        return False
    record(FollowerRemoved(actor_id=actor.pk, person_id=person.pk))
    return True


def _end_follow(follower_id: UUID, person_id: UUID) -> bool:
    if not delete(Follow.objects.filter(follower_id=follower_id, followee_id=person_id)):
        return False
    bump_counts({person_id: {"followers": -1}, follower_id: {"following": -1}})
    return True
