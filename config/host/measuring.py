"""Taking the figures: each by a function of its own that says None where it does not know.

Linux tells most of it in `/proc`; elsewhere only the load average, the database and Redis are known.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

log = logging.getLogger(__name__)

T = TypeVar("T")

PROC = Path("/proc")
QUEUES = ("default", "sentiment", "email", "metrics")
_IDLE = slice(3, 5)


def peak_memory(process: int | str = "self") -> int | None:
    """The most MiB that a process has had in memory; what its parent had when it was forked does not count."""
    return _asked(lambda: _peak(process))


def _peak(process: int | str) -> int | None:
    lines = (PROC / str(process) / "status").read_text().splitlines()
    found = next((line for line in lines if line.startswith("VmHWM:")), None)  # a process that ended has none
    return int(found.split()[1]) // 1024 if found else None


def measure() -> dict[str, Any]:
    """All figures of now, under the names of the table's columns."""
    total, used = _asked(memory) or (None, None)
    busy, ticks = _asked(cpu) or (None, None)
    return {
        "memory_total": total,
        "memory_used": used,
        "cpu_busy": busy,
        "cpu_total": ticks,
        "load": _asked(lambda: os.getloadavg()[0]),
        "sockets": _asked(sockets),
        "database_connections": _asked(database_connections),
        "redis_memory": _asked(redis_memory),
        "queues": _asked(queues) or {},
    }


def _asked(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except Exception as error:  # whatever a part raises, the others still get asked
        log.info("a figure of the machine could not be had: %s", error)
        return None


def memory() -> tuple[int, int]:
    """Bytes there are, and bytes that are not available to programs."""
    lines = (line.split() for line in (PROC / "meminfo").read_text().splitlines())
    kibibytes = {line[0].rstrip(":"): int(line[1]) for line in lines if len(line) > 1}
    total = kibibytes["MemTotal"] * 1024
    return total, total - kibibytes["MemAvailable"] * 1024


def cpu() -> tuple[int, int]:
    """Hundredths of a second in which processors were busy, and in all, since the machine started."""
    first = (PROC / "stat").read_text().splitlines()[0].split()
    # user, nice, system, idle, iowait, irq, softirq, steal; guests' time is in the first two already.
    ticks = [int(value) for value in first[1:9]]
    return sum(ticks) - sum(ticks[_IDLE]), sum(ticks)


def sockets() -> int:
    """Sockets in use on the machine."""
    first = (PROC / "net" / "sockstat").read_text().splitlines()[0].split()
    return int(first[first.index("used") + 1])


def database_connections() -> int | None:
    """Connections to our database; None for SQLite, which has none."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        (count,) = cursor.fetchone()
    return int(count)


def redis_memory() -> int | None:
    """Bytes that Redis uses; None without one."""
    if settings.EMBEDDED:
        return None
    with _redis() as client:
        return int(client.info("memory")["used_memory"])


def queues() -> dict[str, int]:
    """Messages that wait in each queue of the broker; empty without one."""
    if settings.EMBEDDED:
        return {}
    with _redis() as client:
        return {name: int(client.llen(name)) for name in QUEUES}


def _redis() -> Any:
    from redis import Redis

    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
