"""Facts about profiles. What is in them is read where it lies; the events only say that something changed."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class ProfileEdited(Event, wire="profile.edited", subject="user_id"):
    """A member's words about themselves changed; `fields` names which."""

    actor_id: UUID | None
    user_id: UUID
    fields: list[str]


class PrivacyChanged(Event, wire="profile.privacy_changed", subject="user_id"):
    """A member lets others see more or less; `fields` names of what."""

    actor_id: UUID | None
    user_id: UUID
    fields: list[str]
