"""A connection: a socket or a stream of one member, with what it listens to and how it ends."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from accounts.auth.services import Live
from config.realtime import Message
from config.realtime.channels import Place
from notifications.realtime.closing import EXPIRED, TOO_SLOW, Closing
from notifications.realtime.outgoing import Buffer, Out, answer, out_of

if TYPE_CHECKING:
    from notifications.realtime.hub import Hub

HOLD_SECONDS = 1.0


class Connection(ABC):
    """What sockets and streams share. Everything here runs in the event loop."""

    sort = ""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.live: Live | None = None
        self.member = ""
        self.socket_id: int | None = None
        self.closed: Closing | None = None
        self.places: dict[str, Place] = {}
        self.buffer = self.make_buffer()
        self._expiry: asyncio.TimerHandle | None = None
        self._catching_up: dict[str, asyncio.Task[None]] = {}
        # Channels that came by signing in and wait a moment for a resume, with the number from which they go on.
        self.held: dict[str, int] = {}

    @abstractmethod
    def make_buffer(self) -> Buffer:
        """What frames go through on their way out."""

    @abstractmethod
    def end(self, closing: Closing) -> None:
        """Tell the client that it is over, and why."""

    def put(self, out: Out) -> None:
        """Send a frame, or have it wait; a client that is too slow is let go."""
        if self.closed is None and not self.buffer.put(out):
            self.close(TOO_SLOW)

    def put_message(self, message: Message) -> None:
        """Send a frame that was read for this client alone."""
        self.put(out_of(message))

    def say(self, type_: str, data: dict[str, Any], **more: Any) -> None:
        """Send what concerns this client alone."""
        self.put(answer(type_, data, **more))

    def held_by(self, live: Live) -> None:
        """Whose it is from now on, until their credentials run out."""
        self.live, self.member = live, str(live.principal.pk)
        if self._expiry is not None:
            self._expiry.cancel()
        self._expiry = self.hub.loop.call_later(max(0.0, live.seconds_left), self.close, EXPIRED)

    def close(self, closing: Closing) -> None:
        """End it; once more is no error."""
        if self.closed is None:
            self._leave(closing)
            self.end(closing)

    def gone(self) -> None:
        """The client has gone by itself."""
        if self.closed is None:
            self._leave(Closing(1006, "gone"))

    def _leave(self, closing: Closing) -> None:
        self.closed = closing
        if self._expiry is not None:
            self._expiry.cancel()
        for task in self._catching_up.values():
            task.cancel()
        self.hub.leave(self)
        self.buffer.clear()

    def hold(self, place: Place, seq: int) -> None:
        """Have a channel wait a moment, so that a client that resumes gets what it missed before what comes."""
        self.held[place.stored] = seq
        self.hub.loop.call_later(HOLD_SECONDS, self.release, place)

    def release(self, place: Place) -> None:
        """Go on in a channel that waited; in any other this does nothing."""
        seq = self.held.get(place.stored)
        if seq is None or self.closed is not None:
            return
        if self.hub.goes_on(self, place, seq):
            del self.held[place.stored]
        else:
            self.catch_up(place, seq, None, quietly=True)

    def catch_up(self, place: Place, after: int, cid: str | None, *, quietly: bool = False) -> bool:
        """Send what was missed in a channel, beside everything else; False where that is under way already."""
        if place.stored in self._catching_up:
            return False
        self.held.pop(place.stored, None)
        task = self.hub.loop.create_task(self.hub.resume(self, place, after, cid, quietly=quietly))
        self._catching_up[place.stored] = task
        task.add_done_callback(lambda _task: self._catching_up.pop(place.stored, None))
        return True

    def lose(self, place: Place) -> None:
        """The right to listen has ended."""
        if place.stored in self.places:
            self.hub.unsubscribe(self, place)
            self.say("unsubscribed", {"reason": "not_allowed"}, channel=place.shown)
