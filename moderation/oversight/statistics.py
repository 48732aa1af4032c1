"""The staff's figures: volume by day, how long it takes, what waits now, what was done, and what was overturned.

Days are days in UTC, the last one is today. Whatever is counted by day counts on the day it was made: a case once for
each of its rounds. How long it takes is told of the rounds that were decided within the period, and what is not decided
yet shows in the backlog. Shares are of the decisions of the period that acted. Nine statements, whatever there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from config import clock
from moderation.appeals.figures import has_appeal
from moderation.cases import figures as cases
from moderation.cases.choices import Category, Outcome, Priority, State
from moderation.oversight.counting import by_day, counted, named, with_day
from moderation.oversight.places import MEDIAN, NINE_IN_TEN, percentiles
from moderation.reports.figures import reports_since
from moderation.sanctions.choices import Act
from moderation.sanctions.figures import sanctions_since
from moderation.screening.figures import caught_since

USUAL_DAYS, MOST_DAYS = 30, 365
KEPT_SECONDS = 60


def statistics(days: int) -> dict[str, Any]:
    """The figures of the last so many days, at most a minute old."""
    key = f"moderation:statistics:{days}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        kept = _made(days)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of the period, and what was counted on them."""

    first: date
    days: int

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time(), UTC)

    def all(self) -> Iterable[date]:
        return (self.first + timedelta(days=place) for place in range(self.days))


def _made(days: int) -> dict[str, Any]:
    now = clock.now()
    period = _Days(now.date() - timedelta(days=days - 1), days)
    since = period.since
    opened = by_day(cases.newest_rounds(since), "opened_at") + by_day(cases.earlier_rounds(since), "began_at")
    decisions = _decisions(since)
    reports = counted(with_day(reports_since(since)), "day", "category")
    flags = by_day(caught_since(since))
    return {
        "as_of": now,
        "days": days,
        "by_day": [
            {
                "day": day,
                "opened": opened[day],
                "decided": decisions.by_day[day],
                "reports": sum(reports[day, category] for category in Category.values),
                "flags": flags[day],
            }
            for day in period.all()
        ],
        **_times(since),
        "backlog": _backlog(now),
        "decisions": decisions.shares(),
        "actions": named(counted(sanctions_since(since), "act"), Act.values),
        "categories": [
            {
                "category": category,
                "reports": sum(reports[day, category] for day in period.all()),
                "decisions": decisions.by_category[category],
                "acted": decisions.acted_by_category[category],
            }
            for category in Category.values
        ],
    }


@dataclass(slots=True)
class _Decided:
    """What was decided: by day, category and outcome, and what became of what acted."""

    by_day: Counter[date] = field(default_factory=Counter)
    by_category: Counter[str] = field(default_factory=Counter)
    acted_by_category: Counter[str] = field(default_factory=Counter)
    by_outcome: Counter[str] = field(default_factory=Counter)
    appealed: int = 0
    overturned: int = 0

    def shares(self) -> dict[str, Any]:
        acted = self.by_outcome[Outcome.ACTED]
        return {
            "by_outcome": named(self.by_outcome, Outcome.values),
            "appealed": self.appealed,
            "overturned": self.overturned,
            "share_appealed": round(self.appealed / acted, 4) if acted else None,
            "share_overturned": round(self.overturned / acted, 4) if acted else None,
        }


def _decisions(since: datetime) -> _Decided:
    found = _Decided()
    rows = with_day(cases.decisions_since(since)).values("day", "category", "outcome")
    for row in rows.annotate(
        number=Count("*"),
        appealed=Count("pk", filter=has_appeal()),
        overturned=Count("pk", filter=Q(overturned_at__isnull=False)),
    ):
        found.by_day[row["day"]] += row["number"]
        found.by_category[row["category"]] += row["number"]
        found.by_outcome[row["outcome"]] += row["number"]
        if row["outcome"] == Outcome.ACTED:
            found.acted_by_category[row["category"]] += row["number"]
            found.appealed += row["appealed"]
            found.overturned += row["overturned"]
    return found


def _times(since: datetime) -> dict[str, Any]:
    rounds = cases.ended_rounds(since)
    names = ("to_first_act", "to_decision")
    return {name: _minutes(percentiles(rounds, name, tenths=(MEDIAN, NINE_IN_TEN))) for name in names}


def _minutes(found: dict[Any, list[timedelta]]) -> dict[str, float | None]:
    minutes = [round(each / timedelta(minutes=1), 2) for each in found.get("", [])]
    return dict(zip(("median_minutes", "p90_minutes"), minutes or (None, None), strict=True))


def _backlog(now: datetime) -> dict[str, Any]:
    rows = cases.waiting_cases().values("state", "priority")
    waiting = list(rows.annotate(number=Count("*"), late=Count("pk", filter=Q(due_at__lt=now))))
    by_state: Counter[str] = Counter()
    by_priority: Counter[str] = Counter()
    for row in waiting:
        by_state[row["state"]] += row["number"]
        by_priority[row["priority"]] += row["number"]
    return {
        "waiting": sum(by_state.values()),
        "overdue": sum(row["late"] for row in waiting),
        "by_state": named(by_state, [State.OPEN.value, State.CLAIMED.value]),
        "by_priority": named(by_priority, Priority.values),
    }
