"""Everything that a fault may hit: two servers, the web server, a worker and beat."""

from __future__ import annotations

import time
from dataclasses import dataclass

from config.testing.served import Served
from config.testing.servers import Postgres, Redis
from config.testing.workers import Process, Workers
from config.tests.faults.proof import owed

SETTLED_WITHIN = 90.0


@dataclass
class Platform:
    """Everything that a fault may hit."""

    postgres: Postgres
    redis: Redis
    served: Served
    workers: Workers
    worker: Process
    beat: Process

    def in_order(self) -> None:
        """Bring back whatever is not there: the next fault finds all of it at work."""
        if self.postgres.process is None:
            self.postgres.start()
        if self.redis.process is None:
            self.redis.start()
        self.redis.resume()
        if self.worker not in self.workers.processes or self.worker.poll() is not None:
            self.worker = self.workers.start_worker()
        if self.beat not in self.workers.processes or self.beat.poll() is not None:
            self.beat = self.workers.start_beat()
        if self.served.process is None or self.served.process.poll() is not None:
            self.served.start()

    def settle(self, seconds: float = SETTLED_WITHIN) -> float:
        """Wait until nothing is owed, starting again what ends, as a supervisor does; how long it took."""
        began = time.monotonic()
        while left := owed(self.served):
            if time.monotonic() - began > seconds:
                raise AssertionError(f"{left} deliveries are still owed after {seconds} s\n{self.state()}")
            self.in_order()
            time.sleep(0.1)
        return time.monotonic() - began

    def state(self) -> str:
        """What the processes are at, and what they said last, for whoever reads of a failure."""
        alive = {name: process.poll() for name, process in (("worker", self.worker), ("beat", self.beat))}
        told = [f"ended: {alive}", f"messages that wait: {self.workers.messages()}"]
        for log in (self.workers.log, self.served.log):
            told.append(log.read_text(errors="replace")[-6000:])
        return "\n".join(told)
