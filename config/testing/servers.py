"""PostgreSQL and Redis servers of a test's own, to be stopped, paused, cut and filled at will.

    with Postgres() as postgres, Redis() as redis:
        address, broker = postgres.database("sigma"), redis.url
        postgres.restart("immediate")
        redis.pause(); redis.resume()

Both listen on a free port of 127.0.0.1, and keep their files and sockets in a temporary folder that goes with them.
They are children of the test's process and die with it, even where it is killed. PostgreSQL refuses to run as root;
there it runs as the system's user `postgres`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from config.testing.required import program

STARTS_WITHIN = 60.0
PR_SET_PDEATHSIG = 1
HOW_IT_ENDS = {"immediate": signal.SIGQUIT, "fast": signal.SIGINT, "smart": signal.SIGTERM}


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def dying_with_us(sign: int = signal.SIGKILL) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the child this signal when the thread that started it ends."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)

    return ask


class Server(ABC):
    """A process with a port and a folder of its own."""

    name = ""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix=f"sigma-{self.name}-"))
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self) -> None:  # noqa: B027 - not every server needs something
        """Whatever must be there before the first start."""

    @abstractmethod
    def command(self) -> list[str]:
        """The server's command line."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes requests."""

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=self.folder, stdout=log, stderr=log, preexec_fn=dying_with_us(), **self.identity()
            )
        end = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.name} did not start: {self.said()}")
            time.sleep(0.02)

    def identity(self) -> dict[str, Any]:
        """As whom the process runs, in the words of `subprocess.Popen`."""
        return {}

    def said(self) -> str:
        """The end of its log."""
        log = self.folder / "log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""

    def send(self, sign: int) -> None:
        """Send the server's first process a signal."""
        if self.process is not None:
            self.process.send_signal(sign)

    def end(self, sign: int = signal.SIGTERM, seconds: float = 30) -> None:
        """Send a signal and wait until the process has ended."""
        if self.process is not None:
            self.send(sign)
            self.process.wait(timeout=seconds)
            self.process = None

    def kill(self) -> None:
        """End it at once, whatever state it is in."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait(timeout=30)
            self.process = None


class Redis(Server):
    """Without persistence, as the compose file has it: a restart begins empty."""

    name = "redis"

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        kept = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        return [program("redis-server"), *where, *kept]

    def client(self) -> Any:
        from redis import Redis as Client

        return Client.from_url(self.url, socket_timeout=5, socket_connect_timeout=5)

    def answers(self) -> bool:
        from redis.exceptions import RedisError

        try:
            with self.client() as client:
                return bool(client.ping())
        except RedisError:
            return False

    def pause(self) -> None:
        """Have it answer nobody, with every connection open."""
        self.send(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self.send(signal.SIGCONT)

    def stop(self) -> None:
        """End it; whoever connects is refused."""
        self.kill()

    def restart(self) -> None:
        """As after a power cut: what was in it is gone."""
        self.kill()
        self.start()


class Postgres(Server):
    """A cluster of its own, open to whoever reaches the loopback port."""

    name = "postgres"

    def __init__(self, *, max_connections: int = 60) -> None:
        super().__init__()
        self.max_connections = max_connections
        self.data = self.folder / "data"

    @property
    def url(self) -> str:
        """The cluster, with no database named."""
        return f"postgres://postgres@127.0.0.1:{self.port}"

    def identity(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        them = pwd.getpwnam("postgres")
        return {"user": them.pw_uid, "group": them.pw_gid, "extra_groups": []}

    def prepare(self) -> None:
        if who := self.identity():
            os.chown(self.folder, who["user"], who["group"])
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        command = [program("initdb"), f"--pgdata={self.data}", *options]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **who)

    def command(self) -> list[str]:
        # A process that dies does not take the kernel's pages along, so its data are whole without fsync; only a crash
        # of the machine would need it. What the server itself holds back (synchronous_commit) is lost as in earnest.
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "max_connections": self.max_connections,
            "superuser_reserved_connections": 3,
            "shared_buffers": "64MB",
            "fsync": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [program("postgres"), "-D", str(self.data), *options]

    def connect(self, database: str = "postgres", **options: Any) -> Any:
        """A connection as the superuser, for whom some are kept free."""
        import psycopg

        return psycopg.connect(f"{self.url}/{database}", autocommit=True, connect_timeout=5, **options)

    def answers(self) -> bool:
        import psycopg

        try:
            self.connect().close()
        except psycopg.Error:
            return False
        return True

    def database(self, name: str, *, superuser: bool = False) -> str:
        """Make an empty database and its user, an ordinary one unless asked; its address as `DATABASE_URL` has it."""
        owner = "sigma" if not superuser else "postgres"
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [owner]).fetchone():
                connection.execute(f"CREATE ROLE {owner} LOGIN")
            connection.execute(f"CREATE DATABASE {name} OWNER {owner}")
        return f"postgres://{owner}@127.0.0.1:{self.port}/{name}"

    def stop(self, mode: Literal["immediate", "fast", "smart"] = "fast") -> None:
        """End it as `pg_ctl stop -m MODE` does: `immediate` is a crash, `fast` breaks off what is under way."""
        self.end(HOW_IT_ENDS[mode])

    def restart(self, mode: Literal["immediate", "fast"] = "fast") -> None:
        """As `pg_ctl restart -m MODE`; returns once it lets us in again."""
        self.stop(mode)
        self.start()

    def kill(self) -> None:
        # A postmaster that is killed leaves its children behind for a moment; this takes them along.
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.end(signal.SIGQUIT, seconds=10)
        super().kill()

    def cut_connections(self, user: str = "sigma") -> int:
        """End every connection of a user, as an operator or a failing network would; how many there were."""
        with self.connect() as connection:
            ended = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = %s", [user]
            ).fetchone()
        return int(ended[0])
