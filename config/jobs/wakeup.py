"""Wake-ups after a commit: debounced, so that two thousand events a second make ten tasks, not two thousand.

A signal only sets a flag. In embedded mode a thread of the runner waits for that flag; in full mode a thread of this
process posts to the broker, so that a broker which is slow or down holds up no request. A lost wake-up costs nothing
but time: what is to be done lies in the database, and is looked for by schedule.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable

from django.conf import settings

logger = logging.getLogger(__name__)

INTERVAL = 0.1


class Wakeup:
    """Calls `fire` at once on the first signal, and once more, `interval` later, for all that came in between."""

    def __init__(self, name: str, fire: Callable[[], object], interval: float = INTERVAL) -> None:
        self.name = name
        self.fire = fire
        self.interval = interval
        self._begin()
        os.register_at_fork(after_in_child=self._begin)
        atexit.register(self.finish)

    def _begin(self) -> None:
        # A forked child has none of its parent's threads, and perhaps a lock of theirs.
        self.flag = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def signal(self) -> None:
        """Say that there is something to do. Takes microseconds and never fails."""
        self.flag.set()
        if not settings.EMBEDDED:
            self.run_thread()

    def finish(self, seconds: float = 1.0) -> None:
        """Wait for a signal that is still under way, so that a command that ends does not take it along."""
        end = time.monotonic() + seconds
        while self._thread is not None and time.monotonic() < end and (self.flag.is_set() or not self._idle.is_set()):
            time.sleep(0.01)

    def run_thread(self) -> None:
        """Start the posting thread unless this process has it."""
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._loop, name=f"{self.name}-wakeup", daemon=True)
                    self._thread.start()

    def _loop(self) -> None:
        while True:
            self.flag.wait()
            self._idle.clear()
            self.flag.clear()
            try:
                self.fire()
            except Exception as error:
                logger.warning("%s could not be woken; what waits will be found by schedule: %s", self.name, error)
            finally:
                self._idle.set()
            time.sleep(self.interval)
