"""The deeds of the graph. Each may be done twice: the second time changes nothing and tells nothing.

Whatever concerns two members takes the lock of their pair first, so that a follow and a block of the same two people
happen one after the other; their profiles' counts are touched last, when little is left to wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models, transaction

from accounts.profiles.services import bump_counts
from config.db import insert_once, wait_lock
from config.events import record
from config.roles import SIGNED_IN_STATES, Viewer
from social.graph import blocking, queries
from social.graph.errors import PersonNotFound, SelfBlock, SelfEdge, SelfFollow, SelfMute, TooManyFollows
from social.graph.events import (
    FriendshipEnded,
    FriendshipMade,
    UserBlocked,
    UserFollowed,
    UserMuted,
    UserUnblocked,
    UserUnfollowed,
    UserUnmuted,
)
from social.graph.models import Block, Follow, Friendship, Mute

if TYPE_CHECKING:
    from accounts.users.models import User

MOST_FOLLOWS = 10_000
"""How many people one member may follow."""


def lock_pair(one: UUID, other: UUID) -> None:
    """Hold off every other deed between these two until this transaction ends."""
    low, high = sorted((one, other))
    wait_lock(f"graph:{low}:{high}")


def _ends(actor: Viewer, person: User, on_oneself: SelfEdge) -> tuple[UUID, UUID]:
    """Both ids, once it is clear that they are two members and that the other's account stands."""
    if actor.pk is None or person.status not in SIGNED_IN_STATES:
        raise PersonNotFound
    if actor.pk == person.pk:
        raise on_oneself
    return actor.pk, person.pk


def hold_pair(actor: Viewer, person: User, on_oneself: SelfEdge) -> tuple[UUID, UUID]:
    """Both ids, with the lock of the pair taken and no block between the two: where every deed that joins them begins.

    Someone between whom and the actor a block stands cannot be found.
    """
    actor_id, person_id = _ends(actor, person, on_oneself)
    lock_pair(actor_id, person_id)
    if queries.block_stands(actor_id, person_id):
        raise PersonNotFound
    return actor_id, person_id


def _delete(edges: models.QuerySet[Any]) -> int:
    return edges.delete()[0]


@transaction.atomic
def follow(*, actor: Viewer, person: User) -> bool:
    """Make `actor` follow `person`; False where they did already. Nobody follows more than `MOST_FOLLOWS`."""
    actor_id, person_id = hold_pair(actor, person, SelfFollow())
    if not insert_once(Follow(follower_id=actor_id, followee_id=person_id)):
        return False
    record(UserFollowed(actor_id=actor_id, person_id=person_id))
    bump_counts({person_id: {"followers": 1}, actor_id: {"following": 1}})
    _, following = queries.kept_counts(actor_id)  # exact: the row has been ours since it was bumped
    if following > MOST_FOLLOWS:
        raise TooManyFollows(limit=MOST_FOLLOWS)
    return True


@transaction.atomic
def unfollow(*, actor: Viewer, person: User) -> bool:
    """End the actor's follow of `person`, whatever state they are in; False where there was none."""
    if actor.pk is None:
        return False
    lock_pair(actor.pk, person.pk)
    if not _delete(Follow.objects.filter(follower_id=actor.pk, followee_id=person.pk)):
        return False
    record(UserUnfollowed(actor_id=actor.pk, person_id=person.pk))
    bump_counts({person.pk: {"followers": -1}, actor.pk: {"following": -1}})
    return True


@transaction.atomic
def block(*, actor: Viewer, person: User) -> bool:
    """Block `person`; False where the block stood already.

    Follows and friendship between the two end with it, and whatever else slices above end (`social.graph.blocking`).
    """
    actor_id, person_id = _ends(actor, person, SelfBlock())
    lock_pair(actor_id, person_id)
    if not insert_once(Block(blocker_id=actor_id, blocked_id=person_id)):
        return False
    followed = _delete(Follow.objects.filter(follower_id=actor_id, followee_id=person_id))
    follower = _delete(Follow.objects.filter(follower_id=person_id, followee_id=actor_id))
    _end_both_halves(actor_id, person_id)
    blocking.announce(blocking.Blocked(blocker_id=actor_id, blocked_id=person_id))
    record(UserBlocked(actor_id=actor_id, person_id=person_id))
    if followed or follower:
        bump_counts(
            {
                actor_id: {"followers": -follower, "following": -followed},
                person_id: {"followers": -followed, "following": -follower},
            }
        )
    return True


@transaction.atomic
def unblock(*, actor: Viewer, person: User) -> bool:
    """Lift the actor's block of `person`; False where there was none."""
    if actor.pk is None:
        return False
    lock_pair(actor.pk, person.pk)
    if not _delete(Block.objects.filter(blocker_id=actor.pk, blocked_id=person.pk)):
        return False
    record(UserUnblocked(actor_id=actor.pk, person_id=person.pk))
    return True


@transaction.atomic
def mute(*, actor: Viewer, person: User) -> bool:
    """Mute `person`; False where they were muted already."""
    actor_id, person_id = _ends(actor, person, SelfMute())
    if not insert_once(Mute(muter_id=actor_id, muted_id=person_id)):
        return False
    record(UserMuted(actor_id=actor_id, person_id=person_id))
    return True


@transaction.atomic
def unmute(*, actor: Viewer, person: User) -> bool:
    """Lift the actor's mute of `person`; False where there was none."""
    if actor.pk is None or not _delete(Mute.objects.filter(muter_id=actor.pk, muted_id=person.pk)):
        return False
    record(UserUnmuted(actor_id=actor.pk, person_id=person.pk))
    return True


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
    if not _end_both_halves(actor.pk, person.pk):
        return False
    record(FriendshipEnded(actor_id=actor.pk, person_id=person.pk))
    return True


def _end_both_halves(one: UUID, other: UUID) -> int:
    halves = models.Q(member_id=one, friend_id=other) | models.Q(member_id=other, friend_id=one)
    return _delete(Friendship.objects.filter(halves))
