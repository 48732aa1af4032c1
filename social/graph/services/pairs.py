"""Two members and the lock of their pair: where every deed on an edge begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from config.db import wait_lock, wait_locks
from config.roles import SIGNED_IN_STATES, Viewer
from social.graph import queries
from social.graph.errors import PersonNotFound, SelfEdge
from social.graph.models import Friendship

if TYPE_CHECKING:
    from accounts.users.models import User


def lock_pair(one: UUID, other: UUID) -> None:
    """Hold off every other deed between these two until this transaction ends."""
    wait_lock(_lock_of(one, other))


def lock_pairs(pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """As `lock_pair`, for each of these pairs."""
    wait_locks(_lock_of(one, other) for one, other in pairs)


def _lock_of(one: UUID, other: UUID) -> str:
    low, high = sorted((one, other))
    return f"graph:{low}:{high}"


def ends(actor: Viewer, person: User, on_oneself: SelfEdge) -> tuple[UUID, UUID]:
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
    actor_id, person_id = ends(actor, person, on_oneself)
    lock_pair(actor_id, person_id)
    if queries.block_stands(actor_id, person_id):
        raise PersonNotFound
    return actor_id, person_id


def delete(edges: QuerySet[Any]) -> int:
    """Delete the edges; how many there were."""
    return edges.delete()[0]


def end_both_halves(one: UUID, other: UUID) -> int:
    """Delete what there is of a friendship of the two."""
    halves = Q(member_id=one, friend_id=other) | Q(member_id=other, friend_id=one)
    return delete(Friendship.objects.filter(halves))
