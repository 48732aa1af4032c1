"""What the graph tells: an edge was made, or an edge was ended. Doing so again tells nothing."""

from __future__ import annotations

from uuid import UUID

from config.events import Event, Feed, TakesBack, Thing

_PERSON = Thing("profile", "person_id")
_FOLLOWED, _FRIENDS = "user.followed", "friendship.made"


class UserFollowed(Event, wire=_FOLLOWED, subject="person_id", feed=Feed("followed", _PERSON)):
    """`actor_id` follows `person_id` from now on."""

    actor_id: UUID
    person_id: UUID


class UserUnfollowed(Event, wire="user.unfollowed", subject="person_id", takes_back=TakesBack((_FOLLOWED,))):
    """`actor_id` follows `person_id` no longer."""

    actor_id: UUID
    person_id: UUID


class FollowerRemoved(
    Event, wire="user.follower_removed", subject="person_id", takes_back=TakesBack((_FOLLOWED,), turned=True)
):
    """`person_id` follows `actor_id` no longer, because `actor_id` does not want it; `person_id` is not told."""

    actor_id: UUID
    person_id: UUID


class FollowRequested(Event, wire="follow_request.sent", subject="person_id"):
    """`actor_id` asks to follow `person_id`, who approves their followers."""

    actor_id: UUID
    person_id: UUID


class FollowRequestWithdrawn(Event, wire="follow_request.withdrawn", subject="person_id"):
    """`actor_id` does not ask to follow `person_id` any more."""

    actor_id: UUID
    person_id: UUID


class FollowRequestAccepted(Event, wire="follow_request.accepted", subject="person_id"):
    """`actor_id` lets `person_id`, who asked to, follow them; the follow is told as `user.followed`."""

    actor_id: UUID
    person_id: UUID


class FollowRequestDeclined(Event, wire="follow_request.declined", subject="person_id"):
    """`actor_id` does not let `person_id` follow them for now; `person_id` is not told."""

    actor_id: UUID
    person_id: UUID


class UserBlocked(
    Event, wire="user.blocked", subject="person_id", takes_back=TakesBack((_FOLLOWED, _FRIENDS), either_way=True)
):
    """`actor_id` blocks `person_id`; whatever follow, friendship or request was between them ended."""

    actor_id: UUID
    person_id: UUID


class UserUnblocked(Event, wire="user.unblocked", subject="person_id"):
    """`actor_id` lifted the block; nothing it ended comes back."""

    actor_id: UUID
    person_id: UUID


class UserMuted(Event, wire="user.muted", subject="person_id"):
    """`actor_id` does not want to see what `person_id` does."""

    actor_id: UUID
    person_id: UUID


class UserUnmuted(Event, wire="user.unmuted", subject="person_id"):
    """`actor_id` wants to see `person_id` again."""

    actor_id: UUID
    person_id: UUID


class FriendshipMade(
    Event, wire=_FRIENDS, subject="person_id", feed=Feed("befriended", _PERSON, choice="show_friends")
):
    """`actor_id` and `person_id` are friends from now on; told once for the pair."""

    actor_id: UUID
    person_id: UUID


class FriendshipEnded(
    Event, wire="friendship.ended", subject="person_id", takes_back=TakesBack((_FRIENDS,), either_way=True)
):
    """`actor_id` ended the friendship with `person_id`."""

    actor_id: UUID
    person_id: UUID
