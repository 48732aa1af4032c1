"""The machine's page: the newest figures, and how they went in a day, a week or a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from config import clock
from config.desk.charts import Series, line_chart
from config.desk.counting import grouped
from config.desk.figures import Value, register_figure
from config.desk.groups import Group
from config.desk.inputs import told
from config.desk.links import NONE
from config.desk.site import desk_page, register_page
from config.host import queries
from config.host.models import HostFigures
from config.roles import Role

SPANS = {"1": _("24 hours"), "7": _("7 days"), "30": _("30 days")}
MOST_POINTS = 120
MEBIBYTE = 1024 * 1024

Reading = Callable[[HostFigures], float | None]


def _mebibytes(name: str) -> Reading:
    def read(row: HostFigures) -> float | None:
        value = getattr(row, name)
        return None if value is None else value / MEBIBYTE

    return read


def _plain(name: str) -> Reading:
    return lambda row: getattr(row, name)


def _percent(row: HostFigures) -> float | None:
    return None if row.cpu_share is None else row.cpu_share * 100


CHARTS: tuple[tuple[str, Any, str, Reading], ...] = (
    ("memory", _("Memory used"), "MiB", _mebibytes("memory_used")),
    ("cpu", _("CPU"), "%", _percent),
    ("load", _("Load"), "", _plain("load")),
    ("sockets", _("Sockets"), "", _plain("sockets")),
    ("connections", _("Database connections"), "", _plain("database_connections")),
    ("redis", _("Redis memory"), "MiB", _mebibytes("redis_memory")),
    ("queued", _("Messages in queues"), "", _plain("queued")),
)


def machine_page(request: HttpRequest) -> HttpResponse:
    """All charts of the chosen span (`?days=`), for the machine that measured last (`?host=` for another)."""
    days = request.GET.get("days", "1")
    days = days if days in SPANS else "1"
    rows = queries.since(clock.now() - timedelta(days=int(days)))
    hosts = sorted({row.host for row in rows})
    host = request.GET.get("host", "")
    if host not in hosts:
        host = rows[-1].host if rows else ""
    points = _thinned([row for row in rows if row.host == host])
    context = {
        "spans": [(span, label, span == days) for span, label in SPANS.items()],
        "hosts": [(name, name == host) for name in hosts] if len(hosts) > 1 else [],
        "days": days,
        "host": host,
        "newest": _newest(points[-1][-1]) if points else [],
        "charts": [chart for each in CHARTS if (chart := _chart(*each, points=points, is_long=days != "1"))],
    }
    return desk_page(request, _("Machine"), "admin/host/machine.html", context)


def _thinned(rows: list[HostFigures]) -> list[list[HostFigures]]:
    """The rows in at most `MOST_POINTS` pieces, each of which becomes one point."""
    size = max(1, -(-len(rows) // MOST_POINTS))
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _chart(
    name: str, title: Any, unit: str, read: Reading, *, points: Sequence[Sequence[HostFigures]], is_long: bool
) -> Any:
    labels, values = [], []
    for rows in points:
        known = [value for row in rows if (value := read(row)) is not None]
        if known:
            labels.append(date_format(rows[-1].at, "m-d H:i" if is_long else "H:i"))
            values.append(round(sum(known) / len(known), 2))
    if not values:
        return None
    series = [Series(title, values)]
    return line_chart(name, title, labels=labels, series=series, unit=unit, heading=_("Time (UTC)"), sums=False)


def _newest(row: HostFigures) -> list[tuple[Any, Any]]:
    told_ones: list[tuple[Any, Any]] = [(_("Measured"), told(row.at)), (_("Machine"), row.host)]
    for _name, title, unit, read in CHARTS:
        value = read(row)
        told_ones.append((title, NONE if value is None else f"{_rounded(value)} {unit}".strip()))
    return told_ones + [(_("Queue %(name)s") % {"name": name}, count) for name, count in row.queues.items()]


def _rounded(value: float) -> str:
    return grouped(round(value) if value >= 100 or float(value).is_integer() else round(value, 2))


def _memory() -> Value:
    used, total = queries.latest("memory_used"), queries.latest("memory_total")
    if used is None or not total:
        return Value(0, note=_("not measured lately"), tone="warn")
    share = round(used / total * 100)
    return Value(share, tone="bad" if share >= 95 else "warn" if share >= 85 else "")


def register() -> None:
    """Called when the app is ready."""
    register_page("machine/", "machine", machine_page, label=_("Machine"), group=Group.OPERATIONS)
    register_figure(
        "memory", label=_("Percent of memory used"), read=_memory, group=Group.OPERATIONS, role=Role.MANAGER
    )
