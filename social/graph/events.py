"""What the graph tells: an edge was made, or an edge was ended. Doing so again tells nothing."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class UserFollowed(Event, wire="user.followed", subject="person_id", is_social=True):
    """`actor_id` follows `person_id` from now on."""

    actor_id: UUID
    person_id: UUID


class UserUnfollowed(Event, wire="user.unfollowed", subject="person_id"):
    """`actor_id` follows `person_id` no longer."""

    actor_id: UUID
    person_id: UUID


class UserBlocked(Event, wire="user.blocked", subject="person_id"):
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


class FriendshipMade(Event, wire="friendship.made", subject="person_id", is_social=True):
    """`actor_id` and `person_id` are friends from now on; told once for the pair."""

    actor_id: UUID
    person_id: UUID


class FriendshipEnded(Event, wire="friendship.ended", subject="person_id"):
    """`actor_id` ended the friendship with `person_id`."""

    actor_id: UUID
    person_id: UUID
