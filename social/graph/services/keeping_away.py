"""Blocking and muting: one's own affair, which the other is not told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.profiles.services import bump_counts
from config.db import insert_once
from config.events import record
from config.roles import Viewer
from social.graph import blocking, queries
from social.graph.errors import SelfBlock, SelfMute
from social.graph.events import UserBlocked, UserMuted, UserUnblocked, UserUnmuted
from social.graph.models import Block, Follow, Mute
from social.graph.services.pairs import delete, end_both_halves, ends, lock_pair

if TYPE_CHECKING:
    from accounts.users.models import User


@transaction.atomic
def block(*, actor: Viewer, person: User) -> bool:
    """Block `person`; False where the block stood already.

    Follows, requests for them and friendship between the two end with it, and whatever else slices above end
    (`social.graph.blocking`).
    """
    actor_id, person_id = ends(actor, person, SelfBlock())
    lock_pair(actor_id, person_id)
    if not insert_once(Block(blocker_id=actor_id, blocked_id=person_id)):
        return False
    followed = delete(Follow.objects.filter(follower_id=actor_id, followee_id=person_id))
    follower = delete(Follow.objects.filter(follower_id=person_id, followee_id=actor_id))
    end_both_halves(actor_id, person_id)
    delete(queries.follow_requests_between(actor_id, person_id, either_way=True))
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
    if not delete(Block.objects.filter(blocker_id=actor.pk, blocked_id=person.pk)):
        return False
    record(UserUnblocked(actor_id=actor.pk, person_id=person.pk))
    return True


@transaction.atomic
def mute(*, actor: Viewer, person: User) -> bool:
    """Mute `person`; False where they were muted already."""
    actor_id, person_id = ends(actor, person, SelfMute())
    if not insert_once(Mute(muter_id=actor_id, muted_id=person_id)):
        return False
    record(UserMuted(actor_id=actor_id, person_id=person_id))
    return True


@transaction.atomic
def unmute(*, actor: Viewer, person: User) -> bool:
    """Lift the actor's mute of `person`; False where there was none."""
    if actor.pk is None or not delete(Mute.objects.filter(muter_id=actor.pk, muted_id=person.pk)):
        return False
    record(UserUnmuted(actor_id=actor.pk, person_id=person.pk))
    return True
