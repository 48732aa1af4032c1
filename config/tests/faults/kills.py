"""A platform whose processes are killed at random: a gateway, three workers with one child each, and beat.

A worker has one child, so that one kill meets one message at most. Whatever died is started again at once, as a
supervisor does, and the next kill does not wait for it.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import NamedTuple, Self

from config.testing.rooms import Gateway
from config.testing.servers import Redis
from config.testing.workers import Process, Workers, children
from config.tests.faults.leases import holder
from config.tests.faults.proof import rows

WORKERS = 3
GROUP, CHILD, GATEWAY = "worker", "child", "gateway"
SHARES = {GROUP: 20, CHILD: 65, GATEWAY: 15}
HELD = """
SELECT lease FROM notifications_delivery WHERE state = 'waiting' AND lease IS NOT NULL
UNION ALL SELECT lease FROM events_delivery WHERE state = 'pending' AND lease IS NOT NULL
"""


class Kill(NamedTuple):
    """What was killed, when, and how much a killed worker held."""

    at: float
    what: str
    held: int


@dataclass
class Crew:
    """The processes, and who keeps them running."""

    redis: Redis
    gateway: Gateway
    workers: Workers
    chance: random.Random
    kills: list[Kill] = field(default_factory=list)
    crew: list[Process] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.crew = [self.workers.start_worker(concurrency=1) for _ in range(WORKERS)]
        self.beat = self.workers.start_beat()
        self.over, self.is_up = threading.Event(), threading.Event()
        self.is_up.set()
        self.keeper = threading.Thread(target=self._keep_gateway)
        self.keeper.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.over.set()
        self.keeper.join()

    def _keep_gateway(self) -> None:
        while not self.over.wait(0.05):
            process = self.gateway.process
            if process is None or process.poll() is not None:
                with contextlib.suppress(RuntimeError):  # it did not start; it is started again
                    self.gateway.start()
            self.is_up.set()

    def keep(self) -> None:
        """Start again what ended by itself."""
        for number, worker in enumerate(self.crew):
            if worker.poll() is not None:
                self.workers.kill(worker)
                self.crew[number] = self.workers.start_worker(concurrency=1)
        if self.beat.poll() is not None:
            self.workers.kill(self.beat)
            self.beat = self.workers.start_beat()

    def kill_one(self) -> Kill:
        """kill -9 of the gateway, of one worker with its child, or of one child."""
        what = self.chance.choices(list(SHARES), list(SHARES.values()))[0]
        number = self.chance.randrange(WORKERS)
        if what == GATEWAY and self.is_up.is_set() and self.gateway.process is not None:
            self.is_up.clear()
            os.killpg(self.gateway.process.pid, signal.SIGKILL)
            kill = Kill(time.monotonic(), GATEWAY, 0)
        else:
            kill = self._kill_worker(number, is_whole=what == GROUP)
        self.kills.append(kill)
        return kill

    def _kill_worker(self, number: int, *, is_whole: bool) -> Kill:
        worker = self.crew[number]
        victims = children(worker.pid)
        if is_whole or not victims:
            self.workers.kill(worker)
            at = time.monotonic()
            self.crew[number] = self.workers.start_worker(concurrency=1)
        else:
            os.kill(victims[0], signal.SIGKILL)
            at = time.monotonic()
        return Kill(at, GROUP if is_whole or not victims else CHILD, self.held_by(set(victims)))

    def held_by(self, victims: set[int]) -> int:
        """How many deliveries of either queue the processes hold, alive or dead."""
        return sum(holder(lease) in victims for (lease,) in rows(self.gateway, HELD))
