"""Who was here, noted in the memory of this process: a look into a dict for each request, written down later.

A member is noted once a minute at most. At most `MOST_NOTED` members of the last minute are remembered; who finds no
room is not noted, and how many those were is said in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from uuid import UUID

EVERY_SECONDS = 60.0
MOST_NOTED = 20_000

# The last time each member was here, in seconds since 1970.
Times = dict[UUID, float]


class Seen:
    """Who was here within the last minute, and which of them is still to be written down."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Know nothing, as one made just now: a child of a fork can trust not even its parent's lock."""
        self._lock = Lock()
        # By the number of the id: a UUID's own hash is several times as slow.
        self._noted: dict[int, float] = {}
        self._tidied_at = 0.0
        self._waiting: Times = {}
        self.passed_over = 0
        self.begun: Callable[[], None] = lambda: None

    def note(self, user_id: UUID, at: float) -> None:
        """The member is here at `at`, in seconds since 1970. Most calls end at the first look."""
        last = self._noted.get(user_id.int)
        if last is not None and at < last + EVERY_SECONDS:
            return
        with self._lock:
            if last is None and len(self._noted) >= MOST_NOTED:
                self.passed_over += 1
                return
            is_first = not self._waiting
            self._noted[user_id.int] = at
            self._waiting[user_id] = at
        if is_first:
            self.begun()

    def take(self, now: float) -> Times:
        """Who is still to be written down; they are taken out, and who was here long ago is forgotten."""
        with self._lock:
            if now >= self._tidied_at + EVERY_SECONDS or len(self._noted) >= MOST_NOTED or now < self._tidied_at:
                since = now - EVERY_SECONDS
                # Times to come are of a clock that has been set back.
                self._noted = {number: at for number, at in self._noted.items() if since < at <= now}
                self._tidied_at = now
            waiting, self._waiting = self._waiting, {}
            return waiting

    def put_back(self, times: Times) -> None:
        """Have those who could not be written down once more, beside who has come since, and have it tried again."""
        with self._lock:
            for user_id, at in times.items():
                if len(self._waiting) < MOST_NOTED:
                    self._waiting.setdefault(user_id, at)
        self.begun()

    def take_passed_over(self) -> int:
        """How many found no room; the number is forgotten here."""
        with self._lock:
            passed_over, self.passed_over = self.passed_over, 0
            return passed_over

    def forget(self) -> None:
        """Know nobody."""
        with self._lock:
            self._noted, self._waiting, self._tidied_at, self.passed_over = {}, {}, 0.0, 0


seen = Seen()
