"""`manage.py serve`: the whole platform from one command, in either way to run.

Embedded: one process with pages, REST, `/ws`, delivery of events and the schedule. Full (`REDIS_URL` set): the same
server, with a worker and beat as child processes. SIGTERM and Ctrl-C drain all of it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.jobs import embedded

QUEUES = "default,email,metrics,sentiment"
DRAIN_SECONDS = 10
CHILD_SECONDS = 30

Child = subprocess.Popen[bytes]


class Command(BaseCommand):
    help = "Serve pages, REST and websockets on PORT, with everything that works in the background."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--no-background", action="store_true", help="serve only; workers run elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        background, children = not options["no_background"], list[Child]()
        server = uvicorn.Server(
            uvicorn.Config(
                "config.asgi:application",
                host=options["host"],
                port=settings.PORT,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=DRAIN_SECONDS,
                ws_max_size=65_536,
            )
        )
        try:
            if background and settings.EMBEDDED:
                embedded.start()
            elif background:
                children = [_child("worker", "--queues", QUEUES, "--concurrency", "2"), _child("beat")]
            way = "embedded: SQLite and in-process parts" if settings.EMBEDDED else "full: worker and beat as children"
            self.stdout.write(f"Sigma Playground {settings.VERSION} at {settings.BASE_URL} ({way}). Ctrl-C stops it.")
            self.stdout.flush()
            server.run()
        except KeyboardInterrupt:
            pass  # uvicorn has drained, and raises the signal it was stopped by once more
        finally:
            _stop(children)
            if background and settings.EMBEDDED:
                embedded.stop()
            self.stdout.write("Stopped.")
        if not server.started:
            raise SystemExit(1)


def _child(*arguments: str) -> Child:
    """A Celery process in a group of its own, so that Ctrl-C reaches it through us, once."""
    command = [sys.executable, "-m", "celery", "-A", "config.celery", *arguments, "--loglevel", "INFO"]
    environment = os.environ | {"DATABASE_POOL": "0"}
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603


def _stop(children: list[Child]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=CHILD_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
