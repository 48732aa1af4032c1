"""What goes out: a frame that is encoded once for all sockets, and what waits for a client that reads slowly.

As long as the client keeps up, a frame is written at once and nothing waits. Where it does not, frames wait up to a
bound: of types of which the newest is enough the newest waits, then what is of the moment goes, and then the client.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
from django.conf import settings

from config import clock
from config.db import uuid7
from config.realtime.channels import channel_of
from config.realtime.publishing import Message

_ROOM_SECONDS = 0.02


def websocket_frame(text: str) -> bytes:
    """A whole text frame as a server sends it (RFC 6455, section 5.2)."""
    payload = text.encode()
    length = len(payload)
    if length < 126:
        return bytes((0x81, length)) + payload
    if length < 65_536:
        return b"\x81\x7e" + length.to_bytes(2) + payload
    return b"\x81\x7f" + length.to_bytes(8) + payload


class Out:
    """One frame on its way to any number of connections."""

    __slots__ = ("_frame", "channel", "is_kept", "newest", "seq", "text")

    def __init__(
        self, text: str, *, channel: str = "", seq: int | None = None, newest: str = "", kept: bool = True
    ) -> None:
        self.text, self.channel, self.seq, self.newest, self.is_kept = text, channel, seq, newest, kept
        self._frame: bytes | None = None

    @property
    def frame(self) -> bytes:
        """The frame of a websocket; made by whoever needs it first."""
        if self._frame is None:
            self._frame = websocket_frame(self.text)
        return self._frame


def out_of(message: Message) -> Out:
    """A message of a channel."""
    channel = channel_of(message.channel)
    newest = f"{message.channel} {message.type}" if channel is not None and message.type in channel.newest else ""
    return Out(message.text, channel=message.channel, seq=message.seq, newest=newest, kept=message.seq is not None)


def answer(
    type_: str,
    data: dict[str, Any],
    *,
    channel: str | None = None,
    seq: int | None = None,
    cid: str | None = None,
    kept: bool = True,
    newest: str = "",
) -> Out:
    """What the gateway itself says to one client, in the envelope of every frame."""
    ts = clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    said = {"id": str(uuid7()), "type": type_, "channel": channel, "seq": seq, "ts": ts, "data": data}
    if cid is not None:
        said["cid"] = cid
    return Out(msgspec.json.encode(said).decode(), channel=channel or "", seq=seq, newest=newest, kept=kept)


class Buffer:
    """What waits for one client. `write` takes a frame or says that it must wait; `wake` is called when one waits."""

    __slots__ = ("_bytes", "_count", "_newest", "_waiting", "_wake", "_write")

    def __init__(self, write: Callable[[Out], bool] | None, wake: Callable[[], None] | None = None) -> None:
        self._write, self._wake = write, wake
        # Made when something waits for the first time: most clients keep up.
        self._waiting: deque[list[Out | None]] | None = None
        self._newest: dict[str, list[Out | None]] | None = None
        self._bytes = self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, out: Out) -> bool:
        """Write a frame or have it wait; False where the client is too slow."""
        if not self._waiting and self._write is not None and self._write(out):
            return True
        if self._waiting is None or self._newest is None:
            self._waiting, self._newest = deque(), {}
        if out.newest and (older := self._newest.pop(out.newest, None)) is not None:
            self._let_go(older)
        place: list[Out | None] = [out]
        self._waiting.append(place)
        if out.newest:
            self._newest[out.newest] = place
        self._bytes += len(out.text)
        self._count += 1
        if self._is_over():
            self._let_go_of_the_moment()
        if self._wake is not None:
            self._wake()
        return not self._is_over()

    def pop(self) -> Out | None:
        """The frame that has waited longest; None where none waits."""
        while self._waiting:
            place = self._waiting.popleft()
            out = place[0]
            if out is None:
                continue
            if out.newest and self._newest is not None and self._newest.get(out.newest) is place:
                del self._newest[out.newest]
            self._bytes -= len(out.text)
            self._count -= 1
            return out
        return None

    def flush(self) -> None:
        """Write what waits, as far as the client takes it."""
        while self._waiting and self._write is not None:
            out = self._waiting[0][0]
            if out is not None and not self._write(out):
                return
            if out is None:
                self._waiting.popleft()
            else:
                self.pop()

    def clear(self) -> None:
        """Let go of all that waits: there is nobody to read it."""
        self._waiting = self._newest = None
        self._bytes = self._count = 0

    async def room(self) -> None:
        """Wait until less than half of the bound waits."""
        while self._count > settings.REALTIME_BUFFER_FRAMES // 2 or self._bytes > settings.REALTIME_BUFFER_BYTES // 2:
            await asyncio.sleep(_ROOM_SECONDS)

    def _is_over(self) -> bool:
        return self._count > settings.REALTIME_BUFFER_FRAMES or self._bytes > settings.REALTIME_BUFFER_BYTES

    def _let_go_of_the_moment(self) -> None:
        for place in self._waiting or ():
            if place[0] is not None and not place[0].is_kept:
                self._let_go(place)

    def _let_go(self, place: list[Out | None]) -> None:
        out, place[0] = place[0], None
        if out is not None:
            self._bytes -= len(out.text)
            self._count -= 1
