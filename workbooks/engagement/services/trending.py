"""Trending: who looked, marked and commented lately, each day weighing half of the day two days after it.

Only what others did counts: the author's own does not, nor that of accounts that are not in good standing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from config import clock
from config.db import unhurried
from config.roles import Status
from workbooks.catalog.services import set_trending_scores
from workbooks.engagement.models import Comment, Favorite, View

WINDOW = timedelta(days=14)
HALF_LIFE_DAYS = 2.0
VIEWER_WEIGHT, FAVORITE_WEIGHT, COMMENTER_WEIGHT = 1.0, 4.0, 6.0


def recompute_trending() -> int:
    """Compute the scores anew from the last 14 days; returns how many workbooks' scores changed."""
    today, scores = clock.now().date(), defaultdict[UUID, float](float)
    with unhurried():
        for weight, rows in _signals():
            for workbook_id, day, number in _by_day(rows).iterator(chunk_size=2_000):
                scores[workbook_id] += weight * number * 0.5 ** (max(0, (today - day).days) / HALF_LIFE_DAYS)
        return set_trending_scores({workbook_id: round(score, 6) for workbook_id, score in scores.items()})


def _signals() -> Iterator[tuple[float, QuerySet[Any]]]:
    """Each kind of act with its weight, one `who` a person, as far as it counts."""
    views = View.objects.filter(Q(member=None) | Q(member__status=Status.ACTIVE)).annotate(who=F("viewer_key"))
    favorites = Favorite.objects.filter(member__status=Status.ACTIVE).annotate(who=F("member_id"))
    comments = Comment.objects.filter(
        author__status=Status.ACTIVE, deleted_at__isnull=True, hidden_at__isnull=True
    ).annotate(who=F("author_id"))
    yield VIEWER_WEIGHT, views.exclude(member_id=F("workbook__author_id"), member__isnull=False)
    yield FAVORITE_WEIGHT, favorites.exclude(member_id=F("workbook__author_id"))
    yield COMMENTER_WEIGHT, comments.exclude(author_id=F("workbook__author_id"))


def _by_day(rows: QuerySet[Any]) -> QuerySet[Any, tuple[UUID, date, int]]:
    return (
        rows.filter(created_at__gte=clock.now() - WINDOW)
        .order_by()
        .annotate(day=TruncDate("created_at"))
        .values("workbook_id", "day")
        .annotate(people=Count("who", distinct=True))
        .values_list("workbook_id", "day", "people")
    )
