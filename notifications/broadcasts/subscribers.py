"""What begins a broadcast: the event that it was made, so that no crash in between loses it."""

from __future__ import annotations

from config.events import DomainEvent, subscribe
from notifications.broadcasts import tasks
from notifications.broadcasts.events import AnnouncementMade


@subscribe(AnnouncementMade, as_="broadcasts.begin")
def begin(event: AnnouncementMade, *, cause: DomainEvent) -> None:
    """Have a job tell it."""
    tasks.tell.send(broadcast_id=str(event.broadcast_id))
