"""Trending: the scores of all workbooks, computed anew by a job; what they are made of stands in `trends`."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from config import clock
from config.db import unhurried
from workbooks.catalog.services import set_trending_scores
from workbooks.engagement.trends import by_day, signals, weight_of


def recompute_trending() -> int:
    """Compute the scores anew from the last 14 days; returns how many workbooks' scores changed."""
    today, scores = clock.now().date(), defaultdict[UUID, float](float)
    with unhurried():
        for kind, rows in signals().items():
            for workbook_id, day, number in by_day(rows).iterator(chunk_size=2_000):
                scores[workbook_id] += number * weight_of(kind, day, today)
        return set_trending_scores({workbook_id: round(score, 6) for workbook_id, score in scores.items()})
