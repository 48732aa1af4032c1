"""The hub of a process: every connection, every line, and the threads in which the database is asked."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import socket
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections

from accounts.auth.services import Live
from config import serving
from config.db import uuid7
from config.realtime import Message, publishing, queries
from config.realtime.channels import Place, channels, own_place
from notifications.realtime import services
from notifications.realtime.closing import TRY_AGAIN
from notifications.realtime.connections import Connection
from notifications.realtime.lines import Lines

logger = logging.getLogger(__name__)

THREADS = 4
CATCH_UP_AT_ONCE = 200
CONTROL = "!control"
FEED = "!feed"


class NotFound(Exception):
    """No channel that this member may listen to."""


class Hub:
    """Lives in the event loop of its process, from the first connection on."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.id = uuid7()
        self.host = f"{socket.gethostname()}:{os.getpid()}"
        self.connections: set[Connection] = set()
        self.lines = Lines(self.loop, self.in_thread)
        self.left: list[int] = []
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="gateway")
        self._inbox: deque[Sequence[Message]] = deque()
        self._is_called = False
        self.ready = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []

    async def in_thread(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Ask the database, and leave no connection to it behind."""
        return await self.loop.run_in_executor(self._threads, partial(_asking, function, args, options))

    # What comes in.

    def hear(self, messages: Sequence[Message]) -> None:
        """Take messages from any thread."""
        self._inbox.append(messages)
        if not self._is_called:
            self._is_called = True
            try:
                self.loop.call_soon_threadsafe(self._take_inbox)
            except RuntimeError:  # the loop has ended, and with it all connections
                publishing.stop_listening(self.hear)

    def _take_inbox(self) -> None:
        self._is_called = False
        while self._inbox:
            for message in self._inbox.popleft():
                self.lines.take(message)

    # Who comes and goes.

    async def enter(self, connection: Connection, identify: Callable[[], Live]) -> None:
        """Let a connection in as whoever `identify` says, or raise why not; its automatic channels come with it."""
        await self.ready.wait()
        live, socket_id = await self.in_thread(self._admit, identify, connection.sort)
        if connection.closed is not None:
            self.left.append(socket_id)
            return
        connection.socket_id = socket_id
        connection.held_by(live)
        self.connections.add(connection)
        for channel in channels():
            if channel.automatic:
                place = own_place(live.principal, channel)
                connection.hold(place, await self.subscribe(connection, place, live=False))

    def _admit(self, identify: Callable[[], Live], sort: str) -> tuple[Live, int]:
        live = identify()
        self.forget_left()
        member_id = live.principal.pk
        return live, services.open_socket(gateway_id=self.id, member_id=member_id, sort=sort)

    def forget_left(self) -> None:
        """Count no more who has gone; runs in a thread."""
        gone = [self.left.pop() for _ in range(len(self.left))]
        try:
            if gone:
                services.close_sockets(gone)
        except Exception:
            self.left += gone
            raise

    def leave(self, connection: Connection) -> None:
        """A connection ends."""
        for place in list(connection.places.values()):
            self.unsubscribe(connection, place)
        self.connections.discard(connection)
        if connection.socket_id is not None:
            self.left.append(connection.socket_id)
            connection.socket_id = None

    def close_all(self) -> None:
        """The process ends: connections are told to come again."""
        for connection in list(self.connections):
            connection.close(TRY_AGAIN)

    # Who listens to what.

    async def subscribe(self, connection: Connection, place: Place, *, live: bool = True) -> int:
        """Have a connection listen from now on; the number of the last frame before. Refused for who may not.

        One that is not `live` gets kept frames by `resume` alone.
        """
        if place.stored in connection.places:
            line = await self.lines.ready(place.stored)
            return line.last or 0
        await self._check(connection, place)
        line = await self.lines.ready(place.stored)
        if connection.closed is None:
            connection.places[place.stored] = place
            (line.live if live else line.catching).add(connection)
        self.lines.let_go(line)
        return line.last or 0

    def welcome(self, connection: Connection) -> dict[str, Any]:
        """What a client is told first: who it is, how long its credentials are good, what it listens to."""
        assert connection.live is not None
        principal, until = connection.live.principal, connection.live.claims.expires_at
        return {
            "member": {"id": connection.member, "username": principal.username},
            "expires_at": datetime.fromtimestamp(until, UTC).isoformat().replace("+00:00", "Z"),
            "channels": {
                place.shown: connection.held.get(place.stored, self._last(place))
                for place in connection.places.values()
            },
        }

    def _last(self, place: Place) -> int:
        line = self.lines.get(place.stored)
        return (line.last or 0) if line is not None else 0

    async def _check(self, connection: Connection, place: Place) -> None:
        if connection.live is None:
            raise NotFound
        if place.channel.may_listen is None:
            return
        if not await self.in_thread(place.may_listen, connection.live.principal):
            raise NotFound

    def goes_on(self, connection: Connection, place: Place, seq: int) -> bool:
        """Have a connection that has everything up to a number listen on; False where more was said since."""
        line = self.lines.get(place.stored)
        if line is None or line.last != seq or place.stored not in connection.places:
            return False
        line.catching.discard(connection)
        line.live.add(connection)
        return True

    def unsubscribe(self, connection: Connection, place: Place) -> None:
        """Have a connection listen no more."""
        connection.places.pop(place.stored, None)
        line = self.lines.get(place.stored)
        if line is not None:
            line.live.discard(connection)
            line.catching.discard(connection)
            self.lines.let_go(line)

    async def resume(
        self, connection: Connection, place: Place, after: int, cid: str | None = None, *, quietly: bool = False
    ) -> None:
        """Send a connection what it missed behind a number, and have it listen on; or say that it cannot be had."""
        line = await self.lines.ready(place.stored)
        if connection.closed is not None or place.stored not in connection.places:
            return
        line.live.discard(connection)
        line.catching.add(connection)
        try:
            reason = await self._catch_up(connection, place, after)
        finally:
            line.catching.discard(connection)
            if connection.closed is None and place.stored in connection.places:
                line.live.add(connection)
        is_told = connection.closed is None and place.stored in connection.places
        if is_told and not (quietly and reason is None):
            type_, data = ("resumed", {}) if reason is None else ("reset", {"reason": reason})
            connection.say(type_, data, channel=place.shown, seq=line.last, cid=cid)

    async def _catch_up(self, connection: Connection, place: Place, after: int) -> str | None:
        """Why it cannot be had; None where all of it was sent. Nothing is awaited after the last look."""
        line = await self.lines.ready(place.stored)
        if not place.channel.keeps:
            return "not_kept"
        if after > (line.last or 0):
            # The client may have it from another process, which was sooner than this one.
            self.lines.take_read(await self.in_thread(queries.frames_between, line.name, line.last, after, most=1_000))
            if after > (line.last or 0):
                return "ahead"
        while connection.closed is None and after < (line.last or 0):
            await connection.buffer.room()
            found = await self.in_thread(queries.frames_between, line.name, after, line.last, most=CATCH_UP_AT_ONCE)
            if not found or found[0].seq != after + 1:
                return "too_old"
            for message in found:
                connection.put_message(message)
            after = found[-1].seq
        return None

    # Whose rights may have ended.

    async def recheck(self, asked: Iterable[tuple[Connection, Place]]) -> None:
        """Ask again whether these may listen; who may not loses the channel."""
        pairs = [(each, place, each.live.principal) for each, place in asked if each.live and place.channel.may_listen]
        for start in range(0, len(pairs), CATCH_UP_AT_ONCE):
            some = pairs[start : start + CATCH_UP_AT_ONCE]
            allowed = await self.in_thread(lambda some=some: [place.may_listen(viewer) for _, place, viewer in some])
            for (connection, place, _viewer), is_allowed in zip(some, allowed, strict=True):
                if not is_allowed and connection.closed is None:
                    connection.lose(place)


def _asking(function: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    close_old_connections()
    try:
        return function(*args, **options)
    finally:
        close_old_connections()


_hub: Hub | None = None


def the_hub() -> Hub:
    """The hub of this process; made with the first connection, in the event loop that serves it."""
    global _hub
    if _hub is None or _hub.loop is not asyncio.get_running_loop():
        from notifications.realtime import upkeep

        _hub = Hub()
        upkeep.start(_hub)
        if settings.EMBEDDED:
            publishing.listen(_hub.hear)
        serving.before_shutdown.append(_hub.close_all)
        atexit.register(_farewell, _hub)
    return _hub


def _farewell(hub: Hub) -> None:
    """Say that the process ends. It is no loss where that fails: a gateway that does not beat does not count."""
    try:
        services.close_gateway(hub.id)
    except Exception as error:
        logger.debug("the gateway could not be closed: %s", error)
    finally:
        connections.close_all()
