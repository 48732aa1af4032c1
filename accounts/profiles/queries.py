"""Reading profiles: one's own, and the small summaries that stand beside whatever somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.presence.queries import place_columns, presence_columns
from accounts.profiles.errors import ProfileNotFound
from accounts.profiles.models import Profile
from config import compiled, storage
from config.roles import ANONYMOUS, SIGNED_IN_STATES, Role, Viewer, at_least

# What a member's own view is made of; the names are those of the columns.
OWN = (
    "user_id",
    "user__username",
    "user__email_verified_at",
    "full_name",
    "bio",
    "title",
    "website",
    "location",
    "timezone",
    "locale",
    "avatar",
    "followers_count",
    "following_count",
    "workbooks_count",
    "version",
    "updated_at",
)

# The variant that stands for the avatar where one address must do.
SHOWN = "small"

# What is told of a member's account beside their profile.
_OF_ACCOUNT = ("email", "role", "status", "status_reason", "status_until", "created_at")

# The privacy choices as clients name them, and the columns that hold them.
PRIVACY = {
    "profile": "show_profile",
    "activity": "show_activity",
    "favorites": "show_favorites",
    "friends": "show_friends",
    "streaks": "show_streaks",
    "location": "show_location",
    "messages": "accept_messages",
    "online": "show_online",
}


def own_profile(user_id: UUID) -> dict[str, Any]:
    """The columns in `OWN` of that member's profile, and those of their presence and shared place."""
    presence = presence_columns("user__") | place_columns("user__")
    row = Profile.objects.filter(pk=user_id).values(*OWN, **presence).first()
    if row is None:
        raise ProfileNotFound()
    return row


def account_row(user_id: UUID) -> dict[str, Any]:
    """The columns in `OWN`, and with `user__` before them those of the account, in one query."""
    row = Profile.objects.filter(pk=user_id).values(*OWN, *(f"user__{name}" for name in _OF_ACCOUNT)).first()
    if row is None:
        raise ProfileNotFound()
    return row


def own_settings(user_id: UUID) -> dict[str, Any]:
    """`timezone`, `locale`, `approves_followers`, the privacy columns and `version` of that member's profile."""
    columns = ("timezone", "locale", "approves_followers", "version", *PRIVACY.values())
    row = Profile.objects.filter(pk=user_id).values(*columns).first()
    if row is None:
        raise ProfileNotFound()
    return row


def author_summaries(user_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """`{"id", "username", "full_name", "avatar_url"}` of each of these members, in one query."""
    rows = compiled.rows_among("profiles.summaries", _summaries, viewer=ANONYMOUS, ids=user_ids)
    return {
        row["user_id"]: {
            "id": row["user_id"],
            "username": row["user__username"],
            "full_name": row["full_name"],
            "avatar_url": storage.url(row["avatar"], SHOWN) if row["hidden_at"] is None else None,
        }
        for row in rows
    }


def _summaries(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    return Profile.objects.filter(pk__in=ids).values("user_id", "user__username", "full_name", "avatar", "hidden_at")


def avatar_url(row: dict[str, Any]) -> str | None:
    """The address of the avatar in a row with the columns in `OWN`, as its owner sees it."""
    return storage.url(row["avatar"], SHOWN)


def avatars_in_use(stems: Sequence[str]) -> set[str]:
    """Which of these stems are somebody's avatar."""
    return set(Profile.objects.filter(avatar__in=stems).values_list("avatar", flat=True))


def avatars() -> Iterator[str]:
    """The stems of all avatars, in ascending order."""
    return Profile.objects.exclude(avatar="").order_by("avatar").values_list("avatar", flat=True).iterator()


def visible_to(viewer: Viewer) -> QuerySet[Profile]:
    """Profiles of accounts in good standing that moderation has not hidden; moderators see the hidden ones too.

    Blocks and privacy are the business of `social`, which lies above and narrows this further.
    """
    shown = Profile.objects.filter(user__status__in=SIGNED_IN_STATES)
    if at_least(viewer, Role.MODERATOR):
        return shown
    hidden = shown.filter(hidden_at__isnull=False)
    if viewer.pk is not None:
        hidden = hidden.exclude(pk=viewer.pk)
    return shown.exclude(pk__in=hidden.values("pk"))
