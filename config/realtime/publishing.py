"""Publishing: what was committed goes to those who hold sockets, at once, and nothing waits for it.

In embedded mode they are in this process and are called. In full mode a thread hands messages to one channel of Redis,
from a queue that is bounded: a broker that is slow or down holds up no request. What is lost is found in the table.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

logger = logging.getLogger(__name__)

MOST_WAITING = 20_000
MOST_AT_ONCE = 200
COMPLAINTS_SECONDS = 60.0
BETWEEN_TRIES = 0.5
_BETWEEN = "\x1e"  # JSON text holds no control characters


class Message(NamedTuple):
    """A frame as it goes to those who hold sockets. `but` is the id of a member who does not get it."""

    channel: str
    seq: int | None
    type: str
    text: str
    but: str = ""


Listener = Callable[[Sequence[Message]], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have `listener` called, from any thread, with what this process publishes in embedded mode."""
    _listeners.append(listener)


def stop_listening(listener: Listener) -> None:
    """Take the listener out again; once more is no error."""
    if listener in _listeners:
        _listeners.remove(listener)


def broker_channel() -> str:
    """The channel of Redis for this installation: several may share a server, whose channels know no numbers."""
    name = f"{settings.SECRET_KEY}\n{connection.settings_dict['NAME']}"
    return "sigma:realtime:" + hashlib.blake2b(name.encode(), digest_size=12).hexdigest()


def packed(messages: Iterable[Message]) -> str:
    """Many messages as one text."""
    return _BETWEEN.join(
        f"{each.channel}\t{'' if each.seq is None else each.seq}\t{each.type}\t{each.but}\n{each.text}"
        for each in messages
    )


def unpacked(text: str) -> list[Message]:
    """The messages of such a text."""
    found = []
    for part in text.split(_BETWEEN):
        head, _, body = part.partition("\n")
        channel, seq, type_, but = head.split("\t")
        found.append(Message(channel, int(seq) if seq else None, type_, body, but))
    return found


class Broker:
    """The queue before Redis and the thread behind it; the thread starts with the first message."""

    def __init__(self) -> None:
        self._begin()
        os.register_at_fork(after_in_child=self._begin)
        atexit.register(self.finish)

    def _begin(self) -> None:
        # A forked child has none of its parent's threads, and sends nothing that its parent will send.
        self._waiting: deque[Message] = deque(maxlen=MOST_WAITING)
        self._flag = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._client: Any = None
        self._complained_at = float("-inf")

    def send(self, messages: Sequence[Message]) -> None:
        """Leave messages to the thread. Where too many wait the oldest are let go: the table has them."""
        self._waiting.extend(messages)
        self._idle.clear()
        self._flag.set()
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._loop, name="realtime-broker", daemon=True)
                    self._thread.start()

    def finish(self, seconds: float = 1.0) -> None:
        """Wait for what is under way, so that a command that ends does not take it along."""
        if self._thread is not None:
            self._idle.wait(seconds)

    def _loop(self) -> None:
        while True:
            self._flag.wait()
            self._flag.clear()
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
                try:
                    self._hand_over(packed(batch))
                except Exception as error:
                    self._complain(error)
                    time.sleep(BETWEEN_TRIES)
            if not self._flag.is_set():
                self._idle.set()

    def _hand_over(self, text: str) -> None:
        if self._client is None:
            from redis import Redis

            self._client = Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
        self._client.publish(broker_channel(), text)

    def _complain(self, error: Exception) -> None:
        now = time.monotonic()
        if now - self._complained_at > COMPLAINTS_SECONDS:
            self._complained_at = now
            logger.warning("frames could not be published; they will be found in the table: %s", error)


broker = Broker()


def publish(messages: Sequence[Message]) -> None:
    """Hand messages to those who hold sockets. Takes microseconds and never fails."""
    if not settings.EMBEDDED:
        broker.send(messages)
        return
    for listener in tuple(_listeners):
        try:
            listener(messages)
        except Exception:
            logger.exception("a listener to frames failed")
