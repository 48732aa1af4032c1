"""Asking to follow somebody who approves their followers."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from config.db import insert_once, wait_lock
from config.events import record
from social.graph import queries
from social.graph.errors import TooManyFollowRequests
from social.graph.events import FollowRequested
from social.graph.models import FollowRequest


def ask(actor_id: UUID, person_id: UUID) -> bool:
    """Leave a request; False where it waits already. The caller holds the pair.

    One member's requests come one after the other, so that none slips past the limit.
    """
    wait_lock(f"follow-requests:{actor_id}")
    if not insert_once(FollowRequest(requester_id=actor_id, followee_id=person_id)):
        return False
    if queries.number_of_follow_requests(actor_id) > settings.FOLLOW_REQUESTS_MOST_OPEN:
        raise TooManyFollowRequests(most=settings.FOLLOW_REQUESTS_MOST_OPEN)
    record(FollowRequested(actor_id=actor_id, person_id=person_id))
    return True
