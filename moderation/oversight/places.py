"""Medians and other percentiles, exact and in one statement on either database: the database orders, we take two rows.

A percentile lies at a place of the ordered values, counted from 1: the median of five at the third, of four half-way
between the second and the third. A window function numbers the values, and the rows on both sides of the place come
back, so that nothing grows with the table but the database's own sorting. PostgreSQL's `percentile_cont` says the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

MEDIAN, NINE_IN_TEN = 5, 9
"""Percentiles in tenths."""


def percentiles(
    rows: QuerySet[Any], duration: str, *, tenths: Sequence[int], by: str = ""
) -> dict[Hashable, list[timedelta]]:
    """The percentiles of the durations, in the order of `tenths`, under each value of the column `by`.

    Without `by`, all rows stand under "". Where there are no rows there is no entry.
    """
    parts: dict[str, Any] = {"partition_by": [F(by)]} if by else {}
    placed = rows.filter(**{f"{duration}__isnull": False}).annotate(
        place=Window(RowNumber(), order_by=F(duration).asc(), **parts), among=Window(Count("*"), **parts)
    )
    around = Q()
    for tenth in tenths:  # ten times the place is tenth * (among - 1) + 10; the rows less than a place away from it
        around |= Q(place__gt=(F("among") - 1) * tenth / 10.0, place__lt=(F("among") - 1) * tenth / 10.0 + 2)
    found: dict[Hashable, dict[int, timedelta]] = defaultdict(dict)
    among: dict[Hashable, int] = {}
    for row in placed.filter(around).values(duration, "place", "among", *([by] if by else [])):
        key = row[by] if by else ""
        found[key][row["place"]] = row[duration]
        among[key] = row["among"]
    return {key: [_at(values, tenth, among[key]) for tenth in tenths] for key, values in found.items()}


def _at(values: dict[int, timedelta], tenth: int, among: int) -> timedelta:
    """The value at the place, between the two values around it as far as it lies between them."""
    whole, part = divmod(tenth * (among - 1), 10)
    below = values[whole + 1]
    return below + (values[whole + 2] - below) * part / 10 if part else below
