"""Texts that were refused, until a thread has written them down: the transaction they stood in is rolled back.

So a row about a refusal comes a moment later, and a killed process loses its last few. Nothing depends on them: they
tell moderators what a rule keeps out.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connections

from config import clock
from moderation.screening.excerpts import excerpt_of
from moderation.screening.ruleset import Finding

log = logging.getLogger(__name__)

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


@dataclass
class Waiting:
    """What this process has refused and not written down yet; of more than a thousand the newest."""

    rows: deque[Refusal] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    lock: threading.Lock = field(default_factory=threading.Lock)
    due: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def add(self, refusal: Refusal) -> None:
        """Remember a refusal, and have it written down soon."""
        with self.lock:
            self.rows.append(refusal)
            if self.thread is None and settings.SCREENING_REFUSALS_SECONDS:
                atexit.register(self.end)
                self.thread = threading.Thread(target=self._run, name="screening-refusals", daemon=True)
                self.thread.start()
        self.due.set()

    def take(self) -> list[Refusal]:
        """All that wait; they are the caller's now."""
        with self.lock:
            taken = list(self.rows)
            self.rows.clear()
        return taken

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self.due.wait()
            pause.wait(settings.SCREENING_REFUSALS_SECONDS)
            self.due.clear()
            self.end()

    def end(self) -> None:
        """Write what waits. What cannot be written is lost, and logged."""
        from moderation.screening.services.refusals import write_refusals

        try:
            write_refusals()
        except Exception as error:  # the thread must live on
            log.warning("refused texts could not be written down: %s", error)
        finally:
            connections.close_all()


waiting = Waiting()


def note(*, kind: str, thing_id: UUID | None, author_id: UUID, findings: Sequence[Finding], text: str) -> None:
    """Remember that a text was refused."""
    waiting.add(Refusal(kind, thing_id, author_id, list(findings), excerpt_of(text, findings), clock.now()))


def forget() -> None:
    """Forget what was not written; tests call it around each test."""
    waiting.take()


def _after_fork() -> None:
    waiting.__init__()  # type: ignore[misc] # as if made anew: a child has no thread, and none of these


os.register_at_fork(after_in_child=_after_fork)
