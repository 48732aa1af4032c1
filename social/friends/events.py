"""What friends tells of requests: ids alone, never a message. Friendships made and ended are the graph's to tell.

In each, `actor_id` did it and `person_id` is whoever stands at the other end of the request.
"""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class FriendRequested(Event, wire="friend_request.sent", subject="request_id"):
    """`actor_id` asks `person_id` to be friends."""

    actor_id: UUID
    person_id: UUID
    request_id: UUID


class FriendRequestAccepted(Event, wire="friend_request.accepted", subject="request_id"):
    """`actor_id` said yes to `person_id`, or asked the same of them."""

    actor_id: UUID
    person_id: UUID
    request_id: UUID


class FriendRequestDeclined(Event, wire="friend_request.declined", subject="request_id"):
    """`actor_id` said no to `person_id`, or blocked them."""

    actor_id: UUID
    person_id: UUID
    request_id: UUID


class FriendRequestCancelled(Event, wire="friend_request.cancelled", subject="request_id"):
    """`actor_id` took back what they asked of `person_id`, or blocked them."""

    actor_id: UUID
    person_id: UUID
    request_id: UUID
