"""Child processes that are kept: whichever ends by itself is started again, after a pause that grows.

A supervisor does this for the processes of a server. `manage.py serve` has none above it, and where a library gives up
on a broker that restarts, its worker would be gone until somebody noticed.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# Whoever has lived so long did not fail at its start: the pauses begin anew.
LIVED_SECONDS = 60.0


class Child:
    """One command and the process that runs it now."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self._command = list(command)
        self._environment = dict(environment)
        self._folder = folder
        self._pause = FIRST_PAUSE_SECONDS
        self._due_at = 0.0
        self.start()

    def start(self) -> None:
        """Start it, in a group of its own, so that Ctrl-C reaches it through us, once."""
        self._began_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self._command, env=os.environ | self._environment, cwd=self._folder, start_new_session=True
        )

    def look(self) -> None:
        """Start it again if it has ended and its pause is over."""
        now = time.monotonic()
        if self._due_at:
            if now >= self._due_at:
                self._due_at = 0.0
                self.start()
        elif (code := self.process.poll()) is not None:
            if now - self._began_at > LIVED_SECONDS:
                self._pause = FIRST_PAUSE_SECONDS
            logger.error("the %s ended with %s; it is started again in %.0f s", self.name, code, self._pause)
            self._due_at = now + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)


class Children:
    """All of them, with the thread that looks after them."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="children", daemon=True)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Have one more, which inherits our environment but for what `environment` says."""
        self._children.append(Child(name, command, environment, folder))
        if not self._thread.is_alive():
            self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            for child in self._children:
                try:
                    child.look()
                except OSError as error:
                    logger.error("the %s could not be started again: %s", child.name, error)

    def stop(self, seconds: float) -> None:
        """End all in good order; whoever takes longer than that is killed."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        for child in self._children:
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        end = time.monotonic() + seconds
        for child in self._children:
            try:
                child.process.wait(timeout=max(end - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                logger.warning("the %s did not end within %.0f s, and is killed", child.name, seconds)
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
