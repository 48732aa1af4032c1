"""The figures that were kept: the newest by name, for scrapers and rules, and rows by time, for charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from config import clock
from config.host.models import HostFigures

# A machine that has not measured for so long is gone, or its worker is.
PRESENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name for rules and scrapers, what it says, and the unit of its values."""

    name: str
    about: str
    title: Any
    unit: str


FIGURES = (
    Figure("memory_used", "Bytes of memory that are not available to programs.", _("Memory used"), "bytes"),
    Figure("memory_total", "Bytes of memory of the machine.", _("Memory"), "bytes"),
    Figure("cpu_share", "Share of all processors that was busy since the measurement before.", _("CPU"), "share"),
    Figure("load", "Load average of one minute.", _("Load"), ""),
    Figure("sockets", "Sockets in use.", _("Sockets"), ""),
    Figure("database_connections", "Connections to the database.", _("Database connections"), ""),
    Figure("redis_memory", "Bytes of memory that Redis uses.", _("Redis memory"), "bytes"),
    Figure("queued", "Messages that wait in the broker's queues.", _("Messages in queues"), ""),
)


def newest() -> list[HostFigures]:
    """The newest row of each machine that measured in the last quarter of an hour."""
    rows = HostFigures.objects.filter(at__gte=clock.now() - PRESENT).order_by("-at", "-id")[:200]
    by_host: dict[str, HostFigures] = {}
    for row in rows:
        by_host.setdefault(row.host, row)
    return [by_host[host] for host in sorted(by_host)]


def latest(name: str) -> float | None:
    """The newest value of a figure (`FIGURES`), the greatest where several machines measure; None if unknown.

    For rules of alerts; LookupError where there is no such figure.
    """
    if all(figure.name != name for figure in FIGURES):
        raise LookupError(name)
    return max((float(value) for row in newest() if (value := getattr(row, name)) is not None), default=None)


def since(moment: datetime) -> list[HostFigures]:
    """All rows from then on, oldest first; thirty days are some 9,000 for each machine."""
    return list(HostFigures.objects.filter(at__gte=moment).order_by("at"))
