"""Lines: the channels that somebody in this process listens to, and how their frames come to them.

A line remembers the last number that it delivered. What comes with the next number goes out, what comes again is
dropped, and where a number is left out the table is read before going on: so it matters to nobody which way a frame
came, by the broker or by a look at the table, nor how often.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from config.realtime import Message, queries
from config.realtime.channels import shown_name
from notifications.realtime.outgoing import answer, out_of

if TYPE_CHECKING:
    from notifications.realtime.connections import Connection

logger = logging.getLogger(__name__)

AT_ONCE = 500
BETWEEN_TRIES = 1.0

InThread = Callable[..., Awaitable[Any]]
Heard = Callable[[Message], None]


class Line:
    """One channel as this process knows it. `heard` takes what is said in one of the platform's own."""

    __slots__ = ("catching", "heard", "last", "live", "name", "opened", "seen", "waiting")

    def __init__(self, name: str, opened: asyncio.Future[None], heard: Heard | None = None) -> None:
        self.name, self.opened, self.heard = name, opened, heard
        self.last: int | None = None
        self.seen = 0
        self.live: set[Connection] = set()
        self.catching: set[Connection] = set()
        self.waiting = 0

    @property
    def is_idle(self) -> bool:
        """Whether nobody listens."""
        return not (self.live or self.catching or self.waiting or self.heard)


class Lines:
    """All lines of a process. Everything here runs in the event loop; the table is read in threads."""

    def __init__(self, loop: asyncio.AbstractEventLoop, in_thread: InThread) -> None:
        self._loop, self._in_thread = loop, in_thread
        self._lines: dict[str, Line] = {}
        self._to_open: set[str] = set()
        self._behind: set[str] = set()
        self._opening: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None

    def get(self, name: str) -> Line | None:
        """The line of a channel; None where nobody listens."""
        return self._lines.get(name)

    async def ready(self, name: str, heard: Heard | None = None) -> Line:
        """The line of a channel, which knows its last number. What follows it is delivered from here on."""
        line = self._lines.get(name)
        if line is None:
            line = self._lines[name] = Line(name, self._loop.create_future(), heard)
            self._to_open.add(name)
            if self._opening is None:
                self._opening = self._loop.create_task(self._open())
        if line.last is None:
            line.waiting += 1
            try:
                await asyncio.shield(line.opened)
            finally:
                line.waiting -= 1
        return line

    def let_go(self, line: Line) -> None:
        """Forget a line that nobody listens to."""
        if line.is_idle and line.last is not None and self._lines.get(line.name) is line:
            del self._lines[line.name]

    async def _open(self) -> None:
        """Read the heads of new lines, many at a time."""
        while self._to_open:
            names = [self._to_open.pop() for _ in range(min(len(self._to_open), AT_ONCE))]
            try:
                heads: dict[str, int] = await self._in_thread(queries.heads_of, names)
            except Exception as error:
                for name in names:
                    line = self._lines.pop(name)
                    line.opened.set_exception(error)
                    line.opened.exception()  # it is told to whoever waits; nobody may
                continue
            for name, head in heads.items():
                line = self._lines[name]
                line.last = head
                line.opened.set_result(None)
                if line.seen > head:
                    self.want(name)
        self._opening = None

    def take(self, message: Message) -> None:
        """A message from wherever."""
        line = self._lines.get(message.channel)
        if line is None:
            return
        if message.seq is None:
            self._hand_out(line, message)
        elif line.last is None:
            line.seen = max(line.seen, message.seq)
        elif message.seq == line.last + 1:
            line.last = message.seq
            self._hand_out(line, message)
        elif message.seq > line.last:
            self.want(line.name)

    def newest_are(self, newest: dict[str, int]) -> None:
        """What a look at the table found: channels with their newest number."""
        for name, seq in newest.items():
            line = self._lines.get(name)
            if line is not None and line.last is not None and seq > line.last:
                self.want(name)

    def want(self, name: str) -> None:
        """Have a line read what it has not delivered."""
        self._behind.add(name)
        if self._reading is None:
            self._reading = self._loop.create_task(self._read())

    async def _read(self) -> None:
        while self._behind:
            names = [self._behind.pop() for _ in range(min(len(self._behind), AT_ONCE))]
            lasts = {name: line.last for name in names if (line := self._lines.get(name)) and line.last is not None}
            try:
                found: list[Message] = await self._in_thread(queries.frames_behind, lasts, most=AT_ONCE)
            except Exception as error:
                logger.warning("frames cannot be read, and will be: %s", error)
                self._behind.update(names)
                await asyncio.sleep(BETWEEN_TRIES)
                continue
            self.take_read(found)
            if len(found) >= AT_ONCE:
                self._behind.update(names)
        self._reading = None

    def take_read(self, messages: Iterable[Message]) -> None:
        """Messages as the table has them, those of a line in their order and without a gap but for pruned ones."""
        for message in messages:
            line = self._lines.get(message.channel)
            if line is None or line.last is None or message.seq is None or message.seq <= line.last:
                continue
            if message.seq != line.last + 1:
                lost = answer("reset", {"reason": "not_kept"}, channel=shown_name(line.name), seq=message.seq - 1)
                for connection in list(line.live):
                    connection.put(lost)
            line.last = message.seq
            self._hand_out(line, message)

    def _hand_out(self, line: Line, message: Message) -> None:
        if line.heard is not None:
            line.heard(message)
        if not line.live and not line.catching:
            return
        out = out_of(message)
        # Whoever catches up reads kept frames from the table; what is of the moment reaches them now or never.
        listeners = list(line.live) if message.seq is not None else [*line.live, *line.catching]
        if message.but:
            listeners = [each for each in listeners if each.member != message.but]
        for connection in listeners:
            connection.put(out)
