"""Embedded mode: the work of workers and beat, done by threads of the serving process.

`start` is called by `manage.py serve` alone; nothing here starts by itself. One thread runs the schedule, and each app
that registers a runner in its `ready()` (the event log does) has one of its own, which wakes on its flag and each
second.
"""

from __future__ import annotations

import logging
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections, connection, connections

from config.jobs import running, upkeep
from config.jobs.heartbeats import Pulse
from config.jobs.wakeup import Wakeup

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
STOP_SECONDS = 2.0

# Does a bounded piece of work, a second at most, and says whether there is more.
Work = Callable[[], bool]

_registered: dict[str, tuple[Work, Wakeup]] = {}


def register(name: str, work: Work, wakeup: Wakeup) -> None:
    """Have `work` done in embedded mode, whenever `wakeup` is signalled and each second."""
    _registered[name] = (work, wakeup)


class Runner:
    """One thread that works on its wake-up and each second, until it is stopped."""

    def __init__(self, name: str, work: Work, wakeup: Wakeup) -> None:
        self.work = work
        self.wakeup = wakeup
        self._ended = threading.Event()
        self.thread = threading.Thread(target=self._run, name=f"embedded-{name}", daemon=True)

    def end(self) -> None:
        """Ask the thread to end after what it is doing."""
        self._ended.set()
        self.wakeup.flag.set()

    def _run(self) -> None:
        try:
            while not self._ended.is_set():
                self.wakeup.flag.clear()
                if not self._work_once() and not self._ended.is_set():
                    self.wakeup.flag.wait(POLL_SECONDS)
        finally:
            connections.close_all()

    def _work_once(self) -> bool:
        try:
            return self.work()
        except Exception:
            logger.exception("%s failed and goes on", self.thread.name)
            self._ended.wait(POLL_SECONDS)
            return False
        finally:
            close_old_connections()


def _anchor() -> sqlite3.Connection | None:
    """A connection that stays open and does nothing, so that reading goes on where the disk is full.

    The last connection to go takes SQLite's log and its index along, and the next one, were it only to read, would have
    to make both anew.
    """
    held = connection.settings_dict
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined] # SQLite's own
        return None
    anchor = sqlite3.connect(held["NAME"], check_same_thread=False)
    anchor.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return anchor


class Embedded:
    """All threads of one serving process."""

    def __init__(self) -> None:
        seen: dict[str, datetime] = {}

        def run_schedule() -> bool:
            upkeep.run_due(seen)
            return False

        self.runners = [Runner(name, work, wakeup) for name, (work, wakeup) in sorted(_registered.items())]
        self.runners.append(Runner("schedule", run_schedule, running.wakeup))
        self.pulse = Pulse(f"embedded:{socket.gethostname()}")
        self._anchor: sqlite3.Connection | None = None

    def start(self) -> None:
        self._anchor = _anchor()
        self.pulse.start()
        for runner in self.runners:
            runner.thread.start()

    def stop(self) -> bool:
        """End all threads; True where all have ended in time. What one had begun is undone and done again later."""
        for runner in self.runners:
            runner.end()
        end = time.monotonic() + STOP_SECONDS
        for runner in self.runners:
            runner.thread.join(timeout=max(end - time.monotonic(), 0))
        self.pulse.stop()
        if self._anchor is not None:
            self._anchor.close()
        return not any(runner.thread.is_alive() for runner in self.runners)


_embedded: Embedded | None = None


def start() -> None:
    """Start the threads, once a process."""
    global _embedded
    if _embedded is None:
        _embedded = Embedded()
        _embedded.start()


def stop() -> bool:
    """End the threads within two seconds; True where all have ended."""
    global _embedded
    if _embedded is None:
        return True
    running_now, _embedded = _embedded, None
    return running_now.stop()
