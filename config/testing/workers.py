"""Real worker and beat processes on the test's own database and broker, to be killed and started at will.

    with Workers("config.events.tests.ears_app") as workers:
        worker = workers.start_worker()
        workers.kill(worker)                      # the whole group, as a power cut would
        workers.kill_child(worker)                # one child of the pool, as the kernel's memory killer would
        workers.start_worker()
        workers.wait_until(lambda: not Delivery.objects.exists(), seconds=60)

The test must be transactional (`django_db(transaction=True)`), on PostgreSQL and Redis; or name the database and the
broker itself (`Workers(app, DATABASE_URL=…, REDIS_URL=…)`, as `config.testing.served` does).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from config.testing.servers import dying_with_us

ROOT = Path(__file__).resolve().parent.parent.parent
QUEUES = "default,email,metrics,sentiment"

Process = subprocess.Popen[bytes]


class Workers:
    """The processes of one test; whatever still runs at its end is killed, and its messages are thrown away."""

    def __init__(self, app: str = "config.celery", **environment: str) -> None:
        self.app = app
        self.processes: list[Process] = []
        self.log = Path(tempfile.mkdtemp(prefix="sigma-workers-")) / "log"
        # Which parallel run this is has been settled into REDIS_URL; told again, it would be counted on twice.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        self.environment = inherited | {
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "DATABASE_URL": database_url(),
            "DATABASE_POOL": "0",
            "REDIS_URL": settings.REDIS_URL,
            "CELERY_SKIP_CHECKS": "1",
            **environment,
        }

    def __enter__(self) -> Workers:
        self.lose_messages()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in list(self.processes):
            self.kill(process)
        self.lose_messages()
        if error is not None and self.log.exists():
            sys.stderr.write(self.log.read_text(errors="replace")[-8000:])

    def start_worker(self, *, concurrency: int = 2, queues: str = QUEUES) -> Process:
        """A prefork worker; returns before it is ready."""
        options = ["--concurrency", str(concurrency), "--queues", queues, "--without-gossip", "--without-mingle"]
        return self._start("worker", "--loglevel", "WARNING", "--hostname", f"{len(self.processes)}@trial", *options)

    def start_beat(self) -> Process:
        return self._start("beat", "--loglevel", "WARNING", "--pidfile=")

    def _start(self, *arguments: str) -> Process:
        command = [sys.executable, "-m", "celery", "-A", self.app, *arguments]
        with self.log.open("ab") as log:
            # A group of its own, so that a kill takes the pool's children along, and nobody else.
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dying_with_us(signal.SIGTERM),
            )
        self.processes.append(process)
        return process

    def kill(self, process: Process) -> None:
        """kill -9 of the process and of all its children."""
        if process in self.processes:
            self.processes.remove(process)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

    def kill_child(self, process: Process) -> int | None:
        """kill -9 of one child of the pool; its id, or None where there is none yet."""
        for child in children(process.pid):
            os.kill(child, signal.SIGKILL)
            return child
        return None

    def stop(self, process: Process, seconds: float = 30) -> int:
        """SIGTERM, and its exit code once it has ended in good order."""
        process.terminate()
        code = process.wait(timeout=seconds)
        self.processes.remove(process)
        return code

    def lose_messages(self) -> None:
        """Throw away whatever the broker holds, as a restart without persistence would; caches stay."""
        from redis import Redis

        with Redis.from_url(self.environment["REDIS_URL"]) as redis:
            redis.delete(*QUEUES.split(","), "unacked", "unacked_index", "unacked_mutex")

    def messages(self) -> int:
        """How many messages wait in the broker."""
        from redis import Redis

        with Redis.from_url(self.environment["REDIS_URL"]) as redis:
            return sum(int(redis.llen(queue)) for queue in QUEUES.split(","))

    def wait_until(
        self, holds: Callable[[], bool], *, seconds: float = 60, each: Callable[[], object] | None = None
    ) -> float:
        """Wait for `holds`, calling `each` now and then; how long it took. Fails the test where it does not come."""
        began = time.monotonic()
        while not holds():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"not within {seconds} s; log of the processes: {self.log}")
            if each is not None:
                each()
            time.sleep(0.05)
        return time.monotonic() - began


def children(pid: int) -> list[int]:
    """The children of a process, as Linux lists them: for each of its threads those that it started, oldest first."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found += [int(word) for word in listed.read_text().split()]
    return sorted(found)


def database_url() -> str:
    """The test's own database, in the form of `DATABASE_URL`."""
    held = connection.settings_dict
    user, password = quote(held["USER"] or ""), quote(held["PASSWORD"] or "")
    who = f"{user}:{password}@" if password else f"{user}@" if user else ""
    where = f"{held['HOST']}:{held['PORT']}" if held["PORT"] else held["HOST"]
    return f"postgres://{who}{where}/{quote(held['NAME'])}"
