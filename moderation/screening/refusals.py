"""Texts that were refused, until they are written down: the transaction they stood in is rolled back.

So a row about a refusal comes a moment later, and a killed process loses its last few. Nothing depends on them: they
tell moderators what a rule keeps out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from config import clock
from moderation.screening.excerpts import excerpt_of
from moderation.screening.ruleset import Finding

MOST_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """One text that was refused."""

    kind: str
    thing_id: UUID | None
    author_id: UUID
    findings: Sequence[Finding]
    excerpt: str
    at: datetime


class Waiting:
    """What this process has refused and not written down yet; of more than a thousand the newest."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Know nothing, as one made just now: a child of a fork can trust not even its parent's lock."""
        self._lock = Lock()
        self._rows: deque[Refusal] = deque(maxlen=MOST_KEPT)
        self.begun: Callable[[], None] = lambda: None

    def add(self, refusal: Refusal) -> None:
        """Remember a refusal, and have it written down soon."""
        with self._lock:
            is_first = not self._rows
            self._rows.append(refusal)
        if is_first:
            self.begun()

    def take(self) -> list[Refusal]:
        """All that wait; they are the caller's now."""
        with self._lock:
            taken = list(self._rows)
            self._rows.clear()
        return taken


waiting = Waiting()


def note(*, kind: str, thing_id: UUID | None, author_id: UUID, findings: Sequence[Finding], text: str) -> None:
    """Remember that a text was refused."""
    waiting.add(Refusal(kind, thing_id, author_id, list(findings), excerpt_of(text, findings), clock.now()))


def forget() -> None:
    """Forget what was not written; tests call it around each test."""
    waiting.take()
