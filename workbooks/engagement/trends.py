"""What trending scores are made of: who looked, marked and commented lately, each day weighing half of the day two
days after it. Only what others did counts: the author's own does not, nor that of accounts not in good standing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from config import clock
from config.roles import Status
from workbooks.engagement.models import Comment, Favorite, View

WINDOW = timedelta(days=14)
HALF_LIFE_DAYS = 2.0
WEIGHTS = {"viewers": 1.0, "favorites": 4.0, "commenters": 6.0}
KEPT_SECONDS = 1_800
"""How long an explanation is kept: longer than it takes until the scores are computed again, which keeps new ones."""


def signals() -> dict[str, QuerySet[Any]]:
    """Each kind of act, one `who` a person, as far as it counts."""
    views = View.objects.filter(Q(member=None) | Q(member__status=Status.ACTIVE)).annotate(who=F("viewer_key"))
    favorites = Favorite.objects.filter(member__status=Status.ACTIVE).annotate(who=F("member_id"))
    comments = Comment.objects.filter(
        author__status=Status.ACTIVE, deleted_at__isnull=True, hidden_at__isnull=True
    ).annotate(who=F("author_id"))
    return {
        "viewers": views.exclude(member_id=F("workbook__author_id"), member__isnull=False),
        "favorites": favorites.exclude(member_id=F("workbook__author_id")),
        "commenters": comments.exclude(author_id=F("workbook__author_id")),
    }


def by_day(rows: QuerySet[Any]) -> QuerySet[Any, tuple[UUID, date, int]]:
    """How many people did so, by workbook and day of the window."""
    return (
        rows.filter(created_at__gte=clock.now() - WINDOW)
        .order_by()
        .annotate(day=TruncDate("created_at"))
        .values("workbook_id", "day")
        .annotate(people=Count("who", distinct=True))
        .values_list("workbook_id", "day", "people")
    )


def weight_of(kind: str, day: date, today: date) -> float:
    """What one person's act of that day adds to the score today."""
    return WEIGHTS[kind] * 0.5 ** (max(0, (today - day).days) / HALF_LIFE_DAYS)


def explained(scores: Mapping[UUID, float]) -> dict[UUID, dict[str, Any]]:
    """What the scores that these workbooks are ordered by are made of: `parts`, counted once for a score and kept.

    What thousands looked at takes long to count, and the job that computes the scores counts it ahead of readers.
    """
    keys = {_key(workbook_id, score): workbook_id for workbook_id, score in scores.items()}
    found = {keys[key]: kept for key, kept in cache.get_many(keys).items()}
    return found | keep({workbook_id: score for workbook_id, score in scores.items() if workbook_id not in found})


def keep(scores: Mapping[UUID, float]) -> dict[UUID, dict[str, Any]]:
    """Count what these scores are made of, and keep it for those who ask."""
    if not scores:
        return {}
    made = parts(scores)
    cache.set_many({_key(workbook_id, score): made[workbook_id] for workbook_id, score in scores.items()}, KEPT_SECONDS)
    return made


def _key(workbook_id: UUID, score: float) -> str:
    return f"workbooks:trending:{workbook_id.hex}:{score!r}"


def parts(workbook_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What the scores of these workbooks are made of now, a day each, the newest first; a statement a kind of act."""
    today, wanted = clock.now().date(), list(workbook_ids)
    days: dict[UUID, dict[date, dict[str, Any]]] = defaultdict(dict)
    for kind, rows in signals().items():
        for workbook_id, day, people in by_day(rows.filter(workbook_id__in=wanted)):
            row = days[workbook_id].setdefault(day, {"day": day.isoformat(), **dict.fromkeys(WEIGHTS, 0), "score": 0.0})
            row[kind] = people
            row["score"] += people * weight_of(kind, day, today)
    return {workbook_id: _summed(days.get(workbook_id, {})) for workbook_id in wanted}


def _summed(days: dict[date, dict[str, Any]]) -> dict[str, Any]:
    rows = [days[day] | {"score": round(days[day]["score"], 6)} for day in sorted(days, reverse=True)]
    sums = {kind: sum(row[kind] for row in rows) for kind in WEIGHTS}
    return {**sums, "score": round(sum(row["score"] for row in rows), 6), "days": rows}
