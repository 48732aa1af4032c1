"""Writing behind: what requests leave in the memory of a process, a thread writes down every few seconds.

No request waits for the database. The thread starts with the first thing that is left, in whatever process that is:
granian's workers, uvicorn, embedded mode. It writes the rest when the process ends. What a killed process had not
written yet is lost: some seconds' worth, and nothing else, so only what bears that belongs here.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from multiprocessing import util as multiprocessing_util

from django.db import connections


class WriteBehind:
    """One thread a process. `write` takes what there is and returns how much that was; it raises nothing.

    `every` says after how many seconds it runs, 0 being never; `forget` empties what a forked child has of its parent.
    """

    def __init__(
        self, name: str, *, every: Callable[[], int], write: Callable[[], int], forget: Callable[[], None]
    ) -> None:
        self._name, self._every, self._write, self._forget = name, every, write, forget
        self._make_anew()
        os.register_at_fork(after_in_child=self.forget_after_fork)

    def _make_anew(self) -> None:
        self._starting = threading.Lock()
        self._writing = threading.Lock()
        self._due = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """There is something to write down; called with the first thing after a writing, and after one that failed."""
        if not self._every():
            return
        if self._thread is None:
            self._start()
        self._due.set()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                # Interpreters end by one of these two, and children of multiprocessing by the second alone.
                atexit.register(self.end)
                multiprocessing_util.Finalize(self, self.end, exitpriority=10)
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._due.wait()
            self._due.clear()
            self._ended.wait(self._every())
            if not self._ended.is_set():
                self._write_and_let_go()

    def write_now(self) -> int:
        """Write down what there is; returns how much that was."""
        with self._writing:
            return self._write()

    def end(self) -> None:
        """End the thread and write the rest; a second time there is none."""
        self._ended.set()
        self._due.set()
        self._write_and_let_go()

    def _write_and_let_go(self) -> None:
        try:
            self.write_now()
        finally:
            connections.close_all()

    def forget_after_fork(self) -> None:
        """A child has no thread and nothing of what its parent still has to write."""
        self._make_anew()
        self._forget()
