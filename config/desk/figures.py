"""What stands on the start page: figures and charts that apps register from their `ready()`.

    register_figure(
        "members", label=_("Members"), read=lambda: Value(estimated(User), is_estimate=True),
        group=Group.PEOPLE, role=Role.MODERATOR, link=("accounts.User", {}), kept=timedelta(minutes=5),
    )
    register_chart(
        "new-members", title=_("New members by day"), series=[_("members")],
        read=lambda days: [by_day(User.objects.all(), "created_at", days)],
        group=Group.PEOPLE, role=Role.MODERATOR, kept=timedelta(minutes=10),
    )

`read` runs at most once in `kept`, whoever looks; what is shown says as of when. Of a chart only the days that are not
over are read again. It must stay bounded at a million members: an estimate, an indexed range, or small sets. One that
fails is shown as unknown and logged; the page stands.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from config import clock
from config.db import Thing, is_postgres
from config.desk import access
from config.desk.charts import Series, bar_chart, line_chart
from config.desk.counting import MOST_COUNTED, grouped
from config.desk.filters import first_key_at
from config.desk.groups import Group
from config.desk.links import rows_url
from config.roles import Role

log = logging.getLogger(__name__)

DAYS = 30
"""How many days charts look back, today included."""

LONGEST_READ = timedelta(seconds=5)
"""How long one reading may take on PostgreSQL; one that takes longer is unknown until the next visit."""

SETTLED_AFTER = timedelta(hours=1)
"""How long after its end a day is read for the last time."""


Tone = Literal["", "good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Value:
    """A figure's value. `tone` colours it, `note` stands below it, `is_estimate` says that it was not counted."""

    number: float
    note: Any = ""
    tone: Tone = ""
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A registered number."""

    name: str
    label: Any
    read: Callable[[], Value | float]
    group: Group
    role: str
    link: tuple[str, dict[str, Any]] | None
    kept: timedelta


@dataclass(frozen=True, slots=True)
class Chart:
    """A registered chart by day."""

    name: str
    title: Any
    series: Sequence[Any]
    read: Callable[[Sequence[date]], Sequence[Sequence[float]]]
    group: Group
    role: str
    kept: timedelta
    kind: Literal["bars", "lines"] = "bars"
    unit: Any = field(default="")


def register_figure(
    name: str,
    *,
    label: Any,
    read: Callable[[], Value | float],
    group: Group,
    role: str = Role.MODERATOR,
    link: tuple[str, dict[str, Any]] | None = None,
    kept: timedelta = timedelta(minutes=1),
) -> None:
    """A number on the start page, for those who stand on `role`'s rung or above; `link` is (model, filters)."""
    _figures[name] = Figure(name, label, read, group, role, link, kept)


def register_chart(
    name: str,
    *,
    title: Any,
    series: Sequence[Any],
    read: Callable[[Sequence[date]], Sequence[Sequence[float]]],
    group: Group,
    role: str = Role.MODERATOR,
    kept: timedelta = timedelta(minutes=10),
    kind: Literal["bars", "lines"] = "bars",
    unit: Any = "",
) -> None:
    """A chart of the last `DAYS` days. `read` gets the days, oldest first, and gives the values of each series."""
    _charts[name] = Chart(name, title, series, read, group, role, kept, kind, unit)


_figures: dict[str, Figure] = {}
_charts: dict[str, Chart] = {}


def bounded(rows: QuerySet[Any], *, some: Tone = "", none: Tone = "") -> Value:
    """How many rows there are, counted up to `MOST_COUNTED`; coloured by whether there are some or none."""
    number = rows.order_by()[:MOST_COUNTED].count()
    return Value(number, tone=some if number else none, is_estimate=number == MOST_COUNTED)


def by_day(rows: QuerySet[Any], moment: str, days: Sequence[date]) -> list[int]:
    """How many of `rows` there were on each of `days` (in UTC): one statement.

    `moment` is an indexed column; or `created_at` of a thing (`config.db.Thing`), which is found by its key.
    """
    since = datetime.combine(days[0], time.min, UTC)
    is_keyed = moment == "created_at" and issubclass(rows.model, Thing)
    narrow: dict[str, Any] = {"pk__gte": first_key_at(since)} if is_keyed else {f"{moment}__gte": since}
    counted = (
        rows.filter(**narrow)
        .order_by()
        .annotate(day_of_it=TruncDate(moment, tzinfo=UTC))
        .values("day_of_it")
        .annotate(rows_of_it=Count("*"))
        .values_list("day_of_it", "rows_of_it")
    )
    found = dict(counted)
    return [found.get(day, 0) for day in days]


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as the start page has it; `text` is empty where it could not be read."""

    name: str
    label: Any
    group: str
    text: str
    note: Any
    tone: str
    url: str
    is_estimate: bool
    as_of: datetime


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A chart as the start page has it; None where it could not be read."""

    name: str
    title: Any
    group: str
    drawn: SafeString | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What one viewer sees of the start page."""

    figures: list[ShownFigure]
    charts: list[ShownChart]


def shown_to(viewer: Any) -> Shown:
    """The figures and charts of the viewer's role. Kept values come from the cache, all in one asking."""
    figures = [each for each in _figures.values() if access.stands_at(viewer, each.role)]
    charts = [each for each in _charts.values() if access.stands_at(viewer, each.role)]
    now = clock.now()
    days = [now.date() - timedelta(days=back) for back in reversed(range(DAYS))]
    every: list[Figure | Chart] = [*figures, *charts]
    kept = cache.get_many([_key(each) for each in every])
    is_fresh = all(_is_fresh(each, kept.get(_key(each))) for each in every)
    with nullcontext() if is_fresh else _bounded():
        return Shown(
            [_shown_figure(each, kept.get(_key(each)), viewer) for each in figures],
            [_shown_chart(each, kept.get(_key(each)), days) for each in charts],
        )


def _key(each: Figure | Chart) -> str:
    return f"desk:{type(each).__name__}:{each.name}"


def _is_fresh(each: Figure | Chart, kept: Any) -> bool:
    return kept is not None and clock.now() - kept[1] < each.kept


@contextmanager
def _bounded() -> Iterator[None]:
    """What is read within the block takes at most `LONGEST_READ` each, where the database can hold it to that."""
    if not is_postgres():
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute(_LIMIT, [f"{LONGEST_READ.total_seconds():g}s"])
        yield
        cursor.execute(_LIMIT, [before])


_LIMIT = "SELECT set_config('statement_timeout', %s, true)"


def _tried(each: Figure | Chart, read: Callable[[], Any]) -> Any:
    """What `read` gives; None where it fails, which is tried again at the next visit."""
    try:
        with transaction.atomic():
            return read()
    except Exception:
        log.exception("the start page's %s could not be read", each.name)
        return None


def _shown_figure(each: Figure, kept: Any, viewer: Any) -> ShownFigure:
    value, as_of = kept if _is_fresh(each, kept) else (None, clock.now())
    if value is None:
        value = _tried(each, each.read)
        value = Value(value) if isinstance(value, int | float) else value
        if value is not None:
            cache.set(_key(each), (value, as_of), each.kept.total_seconds())
    url = rows_url(each.link[0], **each.link[1]) if each.link and access.may(viewer, each.link[0], "view") else ""
    if value is None:
        return ShownFigure(each.name, each.label, each.group.value, "", "", "bad", url, False, as_of)
    text = grouped(value.number)
    return ShownFigure(
        each.name, each.label, each.group.value, text, value.note, value.tone, url, value.is_estimate, as_of
    )


def _shown_chart(each: Chart, kept: Any, days: Sequence[date]) -> ShownChart:
    values: dict[date, list[float]] = kept[0] if kept else {}
    as_of: datetime | None = kept[1] if kept else None
    if not _is_fresh(each, kept):
        fresh = _read_days(each, values, days)
        if fresh is not None:
            values, as_of = fresh, clock.now()
            cache.set(_key(each), (values, as_of), timedelta(days=DAYS).total_seconds())
    if as_of is None:
        return ShownChart(each.name, each.title, each.group.value, None)
    series = [
        Series(label, [values[day][number] if day in values else 0 for day in days])
        for number, label in enumerate(each.series)
    ]
    draw = bar_chart if each.kind == "bars" else line_chart
    labels = [date_format(day, "j M") for day in days]
    drawn = draw(each.name, each.title, labels=labels, series=series, unit=each.unit, as_of=as_of)
    return ShownChart(each.name, each.title, each.group.value, drawn)


def _read_days(each: Chart, known: dict[date, list[float]], days: Sequence[date]) -> dict[date, list[float]] | None:
    """The values by day: days that are over are read once, an hour after their end, and the rest anew."""
    over = (clock.now() - SETTLED_AFTER).date()
    settled = {day: values for day, values in known.items() if day < over and day in days}
    wanted = [day for day in days if day not in settled]
    read = _tried(each, lambda: list(zip(*each.read(wanted), strict=True)))
    return None if read is None else settled | {day: list(row) for day, row in zip(wanted, read, strict=True)}
