"""What members are told of one another: follows, friendships, and requests for either."""

from __future__ import annotations

from notifications.rules.rule import Ending, Rule, register
from notifications.types import shipped as types
from social.friends.events import FriendRequestAccepted, FriendRequested
from social.graph import queries as graph
from social.graph.events import FollowRequestAccepted, FollowRequested, UserFollowed

register(
    Rule(
        types.FOLLOWED,
        UserFollowed,
        recipients=lambda event: [event.person_id],
        thing=lambda event: ("profile", event.person_id),
    ),
    Rule(
        types.FOLLOW_REQUESTED,
        FollowRequested,
        recipients=lambda event: [event.person_id],
        thing=lambda event: ("profile", event.person_id),
        # It may have been answered before it is told: the two events are of different subjects.
        unless=lambda event: not graph.follow_requests_between(event.actor_id, event.person_id).exists(),
    ),
    Rule(
        types.FOLLOW_ACCEPTED,
        FollowRequestAccepted,
        recipients=lambda event: [event.person_id],
        thing=lambda event: ("profile", event.actor_id),
    ),
    Rule(
        types.FRIEND_REQUESTED,
        FriendRequested,
        recipients=lambda event: [event.person_id],
        thing=lambda event: ("friend_request", event.request_id),
        group=lambda event: types.FRIEND_REQUESTED.name,
    ),
    Rule(
        types.FRIEND_ACCEPTED,
        FriendRequestAccepted,
        recipients=lambda event: [event.person_id],
        thing=lambda event: ("profile", event.actor_id),
    ),
    # A request that waits for nobody any more is nothing to be told of. Its recipient answers it, not its sender.
    Ending("follow_request.withdrawn", (types.FOLLOW_REQUESTED.name,), thing="person_id"),
    Ending("follow_request.accepted", (types.FOLLOW_REQUESTED.name,), actor="person_id", thing="actor_id"),
    Ending("follow_request.declined", (types.FOLLOW_REQUESTED.name,), actor="person_id", thing="actor_id"),
    Ending("friend_request.cancelled", (types.FRIEND_REQUESTED.name,), actor="", thing="request_id"),
    Ending("friend_request.accepted", (types.FRIEND_REQUESTED.name,), actor="", thing="request_id"),
    Ending("friend_request.declined", (types.FRIEND_REQUESTED.name,), actor="", thing="request_id"),
    # Friends no longer: that they once said yes is history.
    Ending("friendship.ended", (types.FRIEND_ACCEPTED.name,), recipient="person_id"),
    Ending("friendship.ended", (types.FRIEND_ACCEPTED.name,), actor="person_id", recipient="actor_id"),
)
