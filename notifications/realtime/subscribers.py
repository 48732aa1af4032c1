"""What the gateways hear of events: ends of rights, durably; and who did something that stands in feeds, in passing."""

from __future__ import annotations

from typing import Any

from config.events import DomainEvent, Event, subscribe, subscribe_live
from config.realtime import tell
from notifications.realtime import hints, rights
from notifications.realtime.hub import FEED


@subscribe(as_="realtime.ask_again", where=rights.concerns_rights)
def ask_again(event: Event, *, cause: DomainEvent) -> None:
    """Rights may have ended."""
    rights.ask_again(event)


@subscribe_live(as_="realtime.hint_at_feeds", where=hints.makes_items)
def hint_at_feeds(event: Any, *, cause: DomainEvent) -> None:
    """Feeds may have something new."""
    if event.actor_id is not None:
        tell(FEED, "acted", {"actor": str(event.actor_id)})
