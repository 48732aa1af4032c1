"""The platform as processes of its own, as an installation runs it: settings of production, no test settings.

    with Served(tmp_path) as served:                                      # embedded: one `manage.py serve`
        served.get("/api/v1/workbooks")

    with Served(tmp_path, DATABASE_URL=…, REDIS_URL=…) as served:         # full: granian, as the image starts it
        with served.workers() as workers:
            workers.start_worker(); workers.start_beat()
            assert served.findings() == []

The database is migrated already. Every limit is set so high that tests do not reach it, and limits stay on.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from config.testing.installing import install
from config.testing.servers import dying_with_us, free_port
from config.testing.workers import Workers, children

ROOT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN = 90.0
LIMITS = ("CLIENT", "SIGN_IN_ACCOUNT", "SIGN_IN_ADDRESS", "REGISTER", "PASSWORD", "MAIL", "FOLLOW", "COMMENT")
OURS = ("PYTEST_", "THROTTLE", "DJANGO_SETTINGS_MODULE", "DATABASE_", "REDIS_URL", "EMAIL_", "LOG_", "DATA_DIR", "PORT")


@dataclass(frozen=True)
class Told:
    """What the server answered: with status, headers by lower-case name, and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Served:
    """One web server on a free port of loopback, and whatever commands are called beside it."""

    def __init__(
        self,
        folder: Path,
        *,
        application: str = "config.wsgi:application",
        by_serve: bool = False,
        **variables: str,
    ) -> None:
        self.folder = folder
        self.application = application
        self.by_serve = by_serve
        self.port = free_port()
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment = inherited | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY": "of-a-served-platform-0123456789-abcdefghijkl",
            "PORT": str(self.port),
            "LOG_LEVEL": "WARNING",
            "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
            "WEB_QUEUE": "1000",
            "WEB_QUEUE_MS": "60000",
            **{f"THROTTLE_{limit}": "100000/minute" for limit in LIMITS},
            **variables,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_full(self) -> bool:
        return "REDIS_URL" in self.environment

    def __enter__(self) -> Self:
        try:
            if "DATABASE_URL" in self.environment:
                self.manage("migrate", "--verbosity", "0")
            else:
                install(Path(self.environment["DATA_DIR"]))
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()
        if error is not None and self.log.exists():
            sys.stderr.write(self.log.read_text(errors="replace")[-8000:])

    def command(self) -> list[str]:
        """Embedded, or told so, what `make run` runs; else what the image runs."""
        if self.by_serve or not self.is_full:
            return [sys.executable, "manage.py", "serve"]
        options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws"]
        many = ["--workers", "2", "--blocking-threads", "96", "--respawn-failed-workers", "--respawn-interval", "0.5"]
        return [sys.executable, "-m", "granian", *options, *many, self.application]

    def start(self) -> None:
        """Start the server, and wait until it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dying_with_us(signal.SIGTERM),
            )
        end = time.monotonic() + READY_WITHIN
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the server did not start: {self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def keep(self) -> None:
        """Start it again if it has ended, as the supervisor of an installation does.

        granian ends by itself where one worker is killed twice within seconds: it takes that for a crash loop.
        """
        if self.process is not None and self.process.poll() is not None:
            self.start()

    def is_ready(self) -> bool:
        """Whether it answers, and says that requests can be answered."""
        try:
            return self.get("/health/ready").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def kill(self) -> None:
        """kill -9 of the server with all its processes, as a power cut would."""
        if self.process is not None:
            # What `serve` starts is in groups of its own, and would outlive it.
            groups = [self.process.pid, *(children(self.process.pid) if self.by_serve else [])]
            for group in groups:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)
            self.process.wait(timeout=30)
            self.process = None

    def stop(self, seconds: float = 45) -> int:
        """Ctrl-C, as a terminal sends it; its exit code once it has ended in good order."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(timeout=seconds)
        self.process = None
        return code

    def workers(self, app: str = "config.celery", **variables: str) -> Workers:
        """Worker and beat processes on the same database and broker; a context of their own."""
        return Workers(app, **(self.environment | variables))

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` as an operator would; what it printed. Fails where it ended with an error."""
        return self.run("manage.py", *arguments)

    def run(self, *arguments: str) -> str:
        """Run Python with the variables of the server; what it printed."""
        ended = self.try_to_run(*arguments)
        if ended.returncode:
            raise AssertionError(f"{' '.join(arguments)} ended with {ended.returncode}: {ended.stdout}{ended.stderr}")
        return ended.stdout

    def try_to_run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same, whatever it ends with."""
        environment = self.environment | {"DATABASE_POOL": "0"}
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def findings(self) -> list[str]:
        """What `config.testing.checker` has to say about the database."""
        ended = self.try_to_run("-m", "config.testing.checker")
        if ended.returncode == 0:
            return []
        return [line for line in ended.stdout.splitlines() if line] or [ended.stderr]

    def get(self, path: str, token: str | None = None, **headers: str) -> Told:
        return self.ask("GET", path, token=token, **headers)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        seconds: float = 10,
        **headers: str,
    ) -> Told:
        """One request on a connection of its own; raises what the connection raises where no answer comes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        raw = None
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, raw, sent)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Told(answer.status, found, answer.read())
        finally:
            connection.close()
