"""Health: is the process alive, is it ready, and what of its surroundings is missing.

`/health/live` touches nothing; `/health/ready` asks each part with a short time-out and answers 503 where a needed one
is away, so that an entrance can take the process out of rotation. `/health` is the summary for people and monitors.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from config import clock
from config.api import renderers
from config.events import queue
from config.jobs import heartbeats

log = logging.getLogger(__name__)

Check = Callable[[], dict[str, Any]]
STALE = timedelta(seconds=90)
# Each of these would wait for the database as long as the first question did.
KEPT_IN_THE_DATABASE = frozenset({"migrations", "events", "worker", "beat"})


class Away(Exception):
    """A part is not there; the sentence says how that shows."""


def database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def migrations() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Away(f"{len(missing)} migrations have not been applied")
    return {}


def redis() -> dict[str, Any]:
    from redis import Redis

    with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
        client.ping()
    return {}


def cached() -> dict[str, Any]:
    cache.set("health", "1", 10)
    if cache.get("health") != "1":
        raise Away("what was written to the cache cannot be read")
    return {}


def events() -> dict[str, Any]:
    owed = queue.backlog()
    return {"owed": owed.owed, "parked": owed.parked, "oldest_seconds": owed.oldest_seconds}


def heartbeat(name: str) -> Check:
    def check() -> dict[str, Any]:
        at = heartbeats.last(name)
        if at is None or clock.now() - at > STALE:
            raise Away(f"no heartbeat of the {name} in the last {STALE.seconds} seconds")
        return {"at": at}

    return check


def checks() -> dict[str, tuple[Check, bool]]:
    """The parts of this way to run; True where requests cannot be answered without it."""
    parts: dict[str, tuple[Check, bool]] = {
        "database": (database, True),
        "migrations": (migrations, True),
        "events": (events, False),
    }
    if settings.EMBEDDED:
        return parts
    return parts | {
        "redis": (redis, False),
        "cache": (cached, False),
        "worker": (heartbeat("worker"), False),
        "beat": (heartbeat("beat"), False),
    }


def _answer(body: dict[str, Any], status: int = 200) -> HttpResponse:
    response = HttpResponse(renderers.encode(body), status=status, content_type="application/json")
    add_never_cache_headers(response)
    return response


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _answer({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether requests can be answered, with the state of every part; 503 where a needed one is away."""
    parts: dict[str, dict[str, Any]] = {}
    status = "ok"
    for name, (check, needed) in checks().items():
        try:
            if name in KEPT_IN_THE_DATABASE and parts.get("database", {}).get("status") == "down":
                raise Away("cannot be told without the database")
            parts[name] = {"status": "ok", **check()}
        except Exception as error:  # whatever a part raises, it is away, and the others still get asked
            log.warning("health: %s is away: %s", name, error)
            sentence = str(error) if isinstance(error, Away) else "away"
            parts[name] = {"status": "down", "detail": sentence}
            status = "down" if needed else ("degraded" if status == "ok" else status)
    return _answer({"status": status, "checks": parts}, 503 if status == "down" else 200)


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """Name, version and way to run."""
    return _answer(
        {"status": "ok", "name": "Sigma Playground", "version": settings.VERSION, "embedded": settings.EMBEDDED}
    )
