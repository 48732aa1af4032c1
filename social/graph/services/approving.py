"""Answering those who ask to follow one: yes makes the follow, no leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from config.events import record
from config.roles import Viewer
from social.graph import queries
from social.graph.errors import FollowRequestNotFound, RequesterFollowsTooMany, SelfFollow, TooManyFollows
from social.graph.events import FollowRequestAccepted, FollowRequestDeclined
from social.graph.services.following import make_follow
from social.graph.services.pairs import delete, hold_pair, lock_pair

if TYPE_CHECKING:
    from accounts.users.models import User


@transaction.atomic
def accept_follow_request(*, actor: Viewer, person: User) -> bool:
    """Let `person`, who asked to, follow the actor; False where they do already, refused where they do not ask."""
    actor_id, person_id = hold_pair(actor, person, SelfFollow())
    if not delete(queries.follow_requests_between(person_id, actor_id)):
        if queries.follow_stands(person_id, actor_id):
            return False
        raise FollowRequestNotFound
    try:
        made = make_follow(person_id, actor_id)
    except TooManyFollows:
        raise RequesterFollowsTooMany from None
    record(FollowRequestAccepted(actor_id=actor_id, person_id=person_id))
    return made


@transaction.atomic
def decline_follow_request(*, actor: Viewer, person: User) -> bool:
    """Do not let `person` follow the actor for now; they are not told. False where they do not ask."""
    if actor.pk is None:
        return False
    lock_pair(actor.pk, person.pk)
    if not delete(queries.follow_requests_between(person.pk, actor.pk)):
        return False
    record(FollowRequestDeclined(actor_id=actor.pk, person_id=person.pk))
    return True
