"""What broadcasts tell."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class AnnouncementMade(Event, wire="announcement.made", subject="broadcast_id"):
    """A manager announced something to many; its words stand in the broadcast."""

    actor_id: UUID
    broadcast_id: UUID
