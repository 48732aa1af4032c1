"""A workbook's statistics by day, for its author. Days are days in UTC.

Visitors who have not signed in are told apart within a day only, so viewers are counted by day and not over days.
Favourites and comments count on the day they were made, and while they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate

from config import clock
from config.roles import Role, Viewer, at_least
from workbooks.catalog.queries import visible_workbook
from workbooks.engagement.errors import StatsNotShown, WrongPeriod
from workbooks.engagement.models import Comment, Favorite, View

LONGEST_DAYS, USUAL_DAYS = 366, 30
MOST_HOSTS, MOST_HOSTS_A_DAY = 20, 5


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both with it."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date | None, last: date | None) -> Period:
        """The period asked for; the 30 days until today, or until `last`, where it is left open."""
        last = last or clock.now().date()
        period = cls(first or last - timedelta(days=USUAL_DAYS - 1), last)
        if not 1 <= len(period.days()) <= LONGEST_DAYS:
            raise WrongPeriod
        return period

    def days(self) -> range:
        """The ordinals of the days."""
        return range(self.first.toordinal(), self.last.toordinal() + 1)

    def of_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """`rows` made within the period, each with its `day`."""
        return (
            rows.filter(created_at__gte=_begin(self.first), created_at__lt=_begin(self.last + timedelta(days=1)))
            .order_by()
            .annotate(day=TruncDate("created_at", tzinfo=UTC))
        )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def stats_of(viewer: Viewer, workbook_id: UUID, period: Period) -> dict[str, Any]:
    """The statistics, for the author and the staff; a constant number of statements, whatever the period."""
    workbook = visible_workbook(viewer, workbook_id)
    if workbook.author_id != viewer.pk and not at_least(viewer, Role.MODERATOR):
        raise StatsNotShown
    days = _series(workbook_id, period)
    return {
        "workbook": workbook_id,
        "from": period.first,
        "to": period.last,
        "totals": {name: sum(day[name] for day in days) for name in ("views", "favorites", "comments")},
        "referrers": _hosts(workbook_id, period),
        "days": days,
        "as_of": clock.now(),
    }


def _series(workbook_id: UUID, period: Period) -> list[dict[str, Any]]:
    views = period.of_rows(View.objects.filter(workbook_id=workbook_id)).values("day")
    looked = {
        day: (number, people)
        for day, number, people in views.annotate(
            number=Count("*"), people=Count("viewer_key", distinct=True)
        ).values_list("day", "number", "people")
    }
    comments = Comment.objects.filter(workbook_id=workbook_id, deleted_at__isnull=True, hidden_at__isnull=True)
    favorited = _by_day(period.of_rows(Favorite.objects.filter(workbook_id=workbook_id)))
    commented = _by_day(period.of_rows(comments))
    hosts = _hosts_by_day(workbook_id, period)
    series = []
    for day in map(date.fromordinal, period.days()):
        number, people = looked.get(day, (0, 0))
        series.append(
            {
                "day": day,
                "views": number,
                "viewers": people,
                "favorites": favorited.get(day, 0),
                "comments": commented.get(day, 0),
                "referrers": hosts.get(day, []),
            }
        )
    return series


def _by_day(rows: QuerySet[Any]) -> dict[date, int]:
    return dict(rows.values("day").annotate(number=Count("*")).values_list("day", "number"))


def _referred(workbook_id: UUID, period: Period) -> QuerySet[Any]:
    return period.of_rows(View.objects.filter(workbook_id=workbook_id, referrer__isnull=False))


def _hosts(workbook_id: UUID, period: Period) -> list[dict[str, Any]]:
    """The hosts that led here most often within the period."""
    counted = _referred(workbook_id, period).values("referrer").annotate(number=Count("*"))
    return _shown(counted.order_by("-number", "referrer").values_list("referrer", "number")[:MOST_HOSTS])


def _hosts_by_day(workbook_id: UUID, period: Period) -> dict[date, list[dict[str, Any]]]:
    """The few that led here most often on each day, ranked by the database: made-up hosts may be very many."""
    ranked = (
        _referred(workbook_id, period)
        .values("day", "referrer")
        .annotate(number=Count("*"))
        .annotate(rank=Window(RowNumber(), partition_by=F("day"), order_by=[F("number").desc(), F("referrer")]))
        .filter(rank__lte=MOST_HOSTS_A_DAY)
        .order_by("day", "rank")
    )
    found = defaultdict[date, list[tuple[str, int]]](list)
    for day, host, number in ranked.values_list("day", "referrer", "number"):
        found[day].append((host, number))
    return {day: _shown(hosts) for day, hosts in found.items()}


def _shown(hosts: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"host": host, "views": number} for host, number in hosts]
