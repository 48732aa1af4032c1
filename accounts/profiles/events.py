"""Facts about profiles. What is in them is read where it lies; the events only say that something changed."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class ProfileEdited(Event, wire="profile.edited", subject="user_id"):
    """A member's words about themselves changed; `fields` names which."""

    actor_id: UUID | None
    user_id: UUID
    fields: list[str]


class AvatarChanged(Event, wire="profile.avatar_changed", subject="user_id"):
    """A member has another avatar, or none; the files of the stem `replaced` (empty where there was none) may go."""

    actor_id: UUID | None
    user_id: UUID
    replaced: str
    has_avatar: bool


class ProfileHidden(Event, wire="profile.hidden", subject="user_id"):
    """Moderation took the profile out of sight."""

    actor_id: UUID | None
    user_id: UUID


class PrivacyChanged(Event, wire="profile.privacy_changed", subject="user_id"):
    """A member lets others see more or less; `fields` names of what."""

    actor_id: UUID | None
    user_id: UUID
    fields: list[str]
