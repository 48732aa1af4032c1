"""Trending: the scores of all workbooks, computed anew by a job; what they are made of stands in `trends`."""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest
from uuid import UUID

from config import clock
from config.db import unhurried
from workbooks.catalog.services import set_trending_scores
from workbooks.engagement.trends import by_day, keep, signals, weight_of

MOST_EXPLAINED = 100
"""So many of the highest scores are explained ahead of readers: the largest page of them."""


def recompute_trending() -> int:
    """Compute the scores anew from the last 14 days; returns how many workbooks' scores changed."""
    today, scores = clock.now().date(), defaultdict[UUID, float](float)
    with unhurried():
        for kind, rows in signals().items():
            for workbook_id, day, number in by_day(rows).iterator(chunk_size=2_000):
                scores[workbook_id] += number * weight_of(kind, day, today)
        rounded = {workbook_id: round(score, 6) for workbook_id, score in scores.items()}
        changed = set_trending_scores(rounded)
        highest = nlargest(MOST_EXPLAINED, rounded, key=rounded.__getitem__)
        keep({workbook_id: rounded[workbook_id] for workbook_id in highest})
    return changed
