"""Facts about shared places. Where somebody is stays in its row; that somebody is online is no event."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class LocationShared(Event, wire="location.shared", subject="user_id"):
    """A member shares where they are, or another place than before, by their consent to words of this version."""

    actor_id: UUID | None
    user_id: UUID
    words_version: int


class LocationWithdrawn(Event, wire="location.withdrawn", subject="user_id"):
    """A member shares no place any more; what was kept of it is gone."""

    actor_id: UUID | None
    user_id: UUID
