"""What everybody may know of moderation: figures by month, and each decision without anything that leads to somebody.

Twelve months, of which the newest ends with the last day that is told of (`days.py`); small numbers are hidden
(`few.py`). A case counts once for each of its rounds, an appeal in the month in which it was made. Seven statements.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from config import clock
from config.roles import Viewer
from moderation.appeals.choices import State as Appealed
from moderation.appeals.figures import appeals_since
from moderation.cases import figures as cases
from moderation.cases.choices import Category, Outcome
from moderation.oversight.counting import by_month, counted, with_month
from moderation.oversight.days import told_months, told_until
from moderation.oversight.few import LEAST, cell, cells, parts
from moderation.oversight.places import MEDIAN, percentiles
from moderation.reports.figures import reports_since
from moderation.sanctions.choices import Act
from moderation.sanctions.figures import sanctions_since
from moderation.sanctions.queries import sanctions_of

KEPT_SECONDS = 600


def figures() -> dict[str, Any]:
    """The figures by month, counted anew every ten minutes."""
    until = told_until()
    key = f"moderation:transparency:{until:%Y%m%d}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        kept = _made(until)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _made(until: datetime) -> dict[str, Any]:
    months = told_months(until)
    since, made = datetime.combine(months[0], time(), UTC), Q(created_at__lt=until)
    opened = by_month(cases.newest_rounds(since).filter(opened_at__lt=until), "opened_at")
    opened += by_month(cases.earlier_rounds(since).filter(began_at__lt=until), "began_at")
    reports = by_month(reports_since(since).filter(made))
    decisions = counted(with_month(cases.decisions_since(since).filter(made)), "month", "outcome", "category")
    acts = counted(with_month(sanctions_since(since).filter(made)), "month", "act")
    appeals = _appeals(since, until)
    rounds = with_month(cases.ended_rounds(since).filter(made))
    hours = percentiles(rounds, "to_decision", tenths=(MEDIAN,), by="month")
    return {
        "as_of": clock.now(),
        "until": (until - timedelta(days=1)).date(),
        "least": LEAST,
        "months": [
            {
                "month": f"{month:%Y-%m}",
                "reports": cell(reports[month]),
                "cases": cell(opened[month]),
                **_decided(month, decisions, hours.get(month)),
                "actions": cells({act: acts[month, act] for act in Act.values}),
                **_appealed(month, appeals),
            }
            for month in months
        ],
    }


def _decided(month: date, decisions: Counter[Any], hours: list[timedelta] | None) -> dict[str, Any]:
    outcomes = {
        outcome: sum(decisions[month, outcome, category] for category in Category.values) for outcome in Outcome.values
    }
    categories = {
        category: sum(decisions[month, outcome, category] for outcome in Outcome.values) for category in Category.values
    }
    number = sum(outcomes.values())
    return {
        "decisions": cell(number),
        "outcomes": parts(outcomes),
        "categories": parts(categories),
        "median_hours": round(hours[0] / timedelta(hours=1), 1) if hours and number >= LEAST else None,
    }


def _appeals(since: datetime, until: datetime) -> Counter[Any]:
    """How many appeals were made in each month, under its first day; and how many of them ended how."""
    rows = with_month(appeals_since(since).filter(created_at__lt=until))
    ended = Q(decided_at__lt=until, state__in=(Appealed.UPHELD, Appealed.OVERTURNED))
    found: Counter[Any] = Counter()
    for row in rows.values("month", "state").annotate(made=Count("*"), ended=Count("pk", filter=ended)):
        found[row["month"]] += row["made"]
        found[row["month"], row["state"]] += row["ended"]
    return found


def _appealed(month: date, appeals: Counter[Any]) -> dict[str, Any]:
    ends = {state: appeals[month, state] for state in (Appealed.OVERTURNED.value, Appealed.UPHELD.value)}
    overturned, upheld = parts(ends)
    is_told = not (overturned["is_few"] or upheld["is_few"])
    return {
        "appeals": cell(appeals[month]),
        "overturned": {"count": overturned["count"], "is_few": overturned["is_few"]},
        "share_overturned": round(ends["overturned"] / sum(ends.values()), 3) if is_told else None,
    }


def log(rows: list[Any], viewer: Viewer) -> list[dict[str, Any]]:
    """Decisions for everybody: the day, the kind of thing, what it was held for, what was done."""
    until, done = told_until(), sanctions_of([row.pk for row in rows])
    return [
        {
            "date": row.created_at.astimezone(UTC).date(),
            "kind": row.case.kind,
            "category": row.category,
            "outcome": row.outcome,
            "actions": sorted({sanction.act for sanction in done.get(row.pk, [])}),
            "is_overturned": row.overturned_at is not None and row.overturned_at < until,
        }
        for row in rows
    ]
