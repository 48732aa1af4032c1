"""`manage.py serve`: the whole platform from one command, in either way to run.

Embedded: one process with pages, REST, `/ws`, delivery of events and the schedule. Full (`REDIS_URL` set): the same
server, with a worker and beat as child processes, which are started again if they end. SIGTERM and Ctrl-C drain all
of it.
"""

from __future__ import annotations

import signal
import sys
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.jobs import embedded
from config.jobs.children import Children
from config.serving import BoundedProtocol, Server
from config.sockets import SocketProtocol

QUEUES = "default,email,metrics,sentiment"
DRAIN_SECONDS = 10
CHILD_SECONDS = 30


class Command(BaseCommand):
    help = "Serve pages, REST and websockets on PORT, with everything that works in the background."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--no-background", action="store_true", help="serve only; workers run elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        background, children = not options["no_background"], Children()
        # uvicorn drains, and then raises the signal that stopped it once more: SIGTERM as well must come back here.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        server = Server(
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
                http=BoundedProtocol,
                ws=SocketProtocol,
                **SocketProtocol.options(),
            )
        )
        try:
            if background and settings.EMBEDDED:
                embedded.start()
            elif background:
                _keep(children, "worker", "--queues", QUEUES, "--concurrency", "2")
                _keep(children, "beat")
            way = "embedded: SQLite and in-process parts" if settings.EMBEDDED else "full: worker and beat as children"
            self.stdout.write(f"Sigma Playground {settings.VERSION} at {settings.BASE_URL} ({way}). Ctrl-C stops it.")
            self.stdout.flush()
            server.run()
        except KeyboardInterrupt:
            pass  # uvicorn has drained, and raises the signal it was stopped by once more
        finally:
            children.stop(CHILD_SECONDS)
            if background and settings.EMBEDDED:
                embedded.stop()
            self.stdout.write("Stopped.")
        if not server.started:
            raise SystemExit(1)


def _keep(children: Children, role: str, *arguments: str) -> None:
    """Start a Celery process, to be started again whenever it ends."""
    command = [sys.executable, "-m", "celery", "-A", "config.celery", role, *arguments, "--loglevel", "INFO"]
    children.start(role, command, {"DATABASE_POOL": "0"}, settings.BASE_DIR)
