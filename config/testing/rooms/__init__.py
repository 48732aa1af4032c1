"""Rooms: channels for tests of the gateway, in a platform that is served as an installation serves it.

    with Rooms(folder) as rooms:                         # embedded, or in full on servers of its own
        ana = rooms.member("ana")
        with rooms.connect(ana) as socket:
            socket.ask("subscribe", channel=f"room:{ana.id}")
            rooms.post((f"room:{ana.id}", "said", {"n": 1}))
            assert socket.next("said")["data"] == {"n": 1}

`room:{id of a member}` is open to that member and to whoever follows them, `staff` to moderators, `here` keeps nothing.
Whatever is to happen in the database is done by a process beside the server (`speaking`), on the same database.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from config.testing.required import needs
from config.testing.rooms.clients import Socket, open_socket
from config.testing.served import ROOT, Served
from config.testing.servers import Postgres, Redis, dying_with_us


@dataclass(frozen=True)
class Person:
    """A member with an access token."""

    id: str
    username: str
    token: str


class Gateway(Served):
    """The server that holds sockets: alone where workers would run elsewhere."""

    def command(self) -> list[str]:
        alone = ["--no-background"] if self.is_full else []
        return [sys.executable, "manage.py", "serve", *alone]


class Rooms:
    """A served platform, and someone who does things in its database."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.variables = {
            "DJANGO_SETTINGS_MODULE": "config.testing.rooms.settings",
            "REALTIME_AUTH_SECONDS": "2",
            "REALTIME_BUFFER_FRAMES": "300",
            "REALTIME_BUFFER_BYTES": "65536",
            "LOG_LEVEL": "INFO",
            **variables,
        }
        self._stack = ExitStack()
        self._speaker: subprocess.Popen[str] | None = None
        self.redis: Redis | None = None

    def __enter__(self) -> Rooms:
        try:
            if not settings.EMBEDDED:
                needs("postgres")
                needs("redis")
                postgres = self._stack.enter_context(Postgres())
                self.redis = self._stack.enter_context(Redis())
                self.variables |= {"DATABASE_URL": postgres.database("rooms"), "REDIS_URL": self.redis.url}
            self.served = self._stack.enter_context(Gateway(self.folder, **self.variables))
            self._stack.callback(self.stop_speaking)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def do(self, deed: str, **given: Any) -> Any:
        """Have a deed of `speaking` done; what it returned."""
        if self._speaker is None or self._speaker.poll() is not None:
            self._speaker = subprocess.Popen(
                [sys.executable, "-m", "config.testing.rooms.speaking"],
                cwd=ROOT,
                env=self.served.environment | {"DATABASE_POOL": "0", "LOG_LEVEL": "ERROR"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                preexec_fn=dying_with_us(signal.SIGKILL),
            )
        assert self._speaker.stdin is not None
        assert self._speaker.stdout is not None
        self._speaker.stdin.write(json.dumps({"deed": deed, **given}) + "\n")
        self._speaker.stdin.flush()
        line = self._speaker.stdout.readline()
        if not line:
            return None  # it has died, as it was told to
        told = json.loads(line)
        if "error" in told:
            raise AssertionError(told["error"])
        return told["value"]

    def stop_speaking(self) -> None:
        if self._speaker is not None:
            self._speaker.kill()
            self._speaker.wait()
            for pipe in (self._speaker.stdin, self._speaker.stdout):
                if pipe is not None:
                    pipe.close()
            self._speaker = None

    def member(self, username: str, **given: Any) -> Person:
        return Person(**self.do("member", username=username, **given))

    def post(self, *frames: tuple[str, str, dict[str, Any]]) -> list[int]:
        """Post frames in one transaction; their numbers."""
        return self.do("post", frames=frames)

    def ticket(self, person: Person) -> str:
        answer = self.served.ask("POST", "/api/v1/auth/ws-ticket", token=person.token)
        assert answer.status == 201, answer.body
        return str(answer.json()["ticket"])

    @contextmanager
    def connect(self, person: Person | None = None, **given: Any) -> Iterator[Socket]:
        """A socket of a member, opened with a ticket; of nobody yet, from a page of ours."""
        if person is not None:
            given.setdefault("query", f"?ticket={self.ticket(person)}")
            given.setdefault("origin", None)
        with open_socket(self.served, **given) as socket:
            yield socket

    def restart(self) -> None:
        """Another server process on the same port."""
        self.served.kill()
        self.served.start()

    def log(self) -> str:
        return self.served.log.read_text(errors="replace")

    def memory(self) -> int:
        """Resident bytes of the server."""
        assert self.served.process is not None
        pages = int(Path(f"/proc/{self.served.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
