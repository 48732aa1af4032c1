"""A stream: the twin of a socket over plain HTTP (server-sent events), for clients that only listen.

It carries the same envelopes. Each numbered frame comes with an `id` that names how far every channel of the stream has
come (`user=12,room:7=3`); sent back as `Last-Event-ID`, it has the stream go on from there, from whatever process.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import msgspec

from accounts.auth.services import Live
from config.realtime.channels import place_of, shown_name
from notifications.realtime.closing import Closing
from notifications.realtime.connections import Connection
from notifications.realtime.hub import Hub, NotFound, the_hub
from notifications.realtime.models import Sort
from notifications.realtime.outgoing import Buffer, Out

HEARTBEAT_SECONDS = 15.0
UNREAD_SECONDS = 10.0
RETRY_MILLISECONDS = 3_000


def read_cursor(text: str) -> dict[str, int]:
    """How far each channel has come, as an id says it; what cannot be read says nothing."""
    found = {}
    for part in text[:10_000].split(","):
        name, _, number = part.rpartition("=")
        if name and number.isascii() and number.isdigit() and len(number) < 19:
            found[name] = int(number)
    return found


class Stream(Connection):
    """A connection whose frames are taken one by one, by whoever sends the answer."""

    sort = Sort.STREAM

    def __init__(self, hub: Hub) -> None:
        self.cursor: dict[str, int] = {}
        self._something = asyncio.Event()
        super().__init__(hub)
        # Who asks and then reads nothing at all would never be seen to go.
        self._unread = hub.loop.call_later(UNREAD_SECONDS, self.gone)

    def make_buffer(self) -> Buffer:
        return Buffer(None, self._something.set)

    def end(self, how: Closing) -> None:
        self._something.set()

    async def events(self) -> AsyncIterator[bytes]:
        """The answer's body, for as long as the client reads and the stream may go on."""
        self._unread.cancel()
        try:
            yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
            while self.closed is None:
                self._something.clear()
                out = self.buffer.pop()
                if out is not None:
                    yield self._event(out)
                elif self.closed is None:
                    try:
                        await asyncio.wait_for(self._something.wait(), HEARTBEAT_SECONDS)
                    except TimeoutError:
                        yield b": still here\n\n"
            said = {"code": self.closed.code, "reason": self.closed.reason}
            yield b"event: close\ndata: " + msgspec.json.encode(said) + b"\n\n"
        finally:
            self.gone()

    def _event(self, out: Out) -> bytes:
        head = ""
        if out.seq is not None and out.channel:
            self.cursor[shown_name(out.channel)] = out.seq
            head = "id: " + ",".join(f"{name}={seq}" for name, seq in sorted(self.cursor.items())) + "\n"
        return f"{head}data: {out.text}\n\n".encode()


async def open_stream(identify: Callable[[], Live], shown: Sequence[str], cursor: dict[str, int]) -> Stream:
    """A stream of these channels beside the automatic ones; raises where there is no such channel for the member."""
    stream = Stream(the_hub())
    try:
        await stream.hub.enter(stream, identify)
        assert stream.live is not None
        viewer = stream.live.principal
        names = dict.fromkeys([*(place.shown for place in stream.places.values()), *shown])
        for name in names:
            place = place_of(viewer, name)
            if place is None:
                raise NotFound
            if place.stored not in stream.places:
                await stream.hub.subscribe(stream, place, live=False)
        stream.say("welcome", stream.hub.welcome(stream))
        for place in list(stream.places.values()):
            line = await stream.hub.lines.ready(place.stored)
            came_with = stream.held.pop(place.stored, line.last or 0)
            after = cursor.get(place.shown)
            stream.cursor[place.shown] = came_with if after is None else after
            stream.catch_up(place, came_with if after is None else after, None, quietly=after is None)
    except BaseException:
        stream.gone()
        raise
    return stream
