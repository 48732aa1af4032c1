"""Hints that a feed has something new: nothing of it, only that it is worth asking.

Whoever does something that stands in feeds is named to every gateway. A gateway gathers names for a second, then asks
once which of its own listeners follow them, or are friends of theirs, and may see what they do.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from config.events import Event
from config.realtime import Message
from notifications.realtime.outgoing import answer
from social.activity.queries import stands_in_feeds
from social.graph.queries import reached_by

if TYPE_CHECKING:
    from notifications.realtime.connections import Connection
    from notifications.realtime.hub import Hub

logger = logging.getLogger(__name__)

GATHER_SECONDS = 1.0
MOST_ACTORS = 1_000


def makes_items(cls: type[Event]) -> bool:
    """Whether events of this kind stand in feeds."""
    return cls.feed is not None and stands_in_feeds(cls.feed.thing.kind)


class Hints:
    """What a hub does about feeds."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._actors: set[UUID] = set()
        self._flag = asyncio.Event()

    def hear(self, message: Message) -> None:
        """Somebody did something. Beyond a bound nobody is remembered: a hint may be lost."""
        if len(self._actors) < MOST_ACTORS:
            self._actors.add(UUID(msgspec.json.decode(message.text)["data"]["actor"]))
            self._flag.set()

    async def run(self) -> None:
        """Tell listeners, at most once a second each."""
        while True:
            await self._flag.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._flag.clear()
            actors, self._actors = self._actors, set()
            try:
                await self._tell(actors)
            except Exception as error:
                logger.warning("feeds could not be hinted at: %s", error)

    async def _tell(self, actors: set[UUID]) -> None:
        listening: dict[UUID, list[Connection]] = {}
        for connection in self._hub.connections:
            if connection.live is not None and f"feed:{connection.member}" in connection.places:
                listening.setdefault(connection.live.principal.pk, []).append(connection)
        if not listening:
            return
        hint = answer("feed.new", {}, channel="feed", kept=False, newest="feed feed.new")
        for member_id in await self._hub.in_thread(reached_by, actors, list(listening)):
            for connection in listening[member_id]:
                connection.put(hint)
