"""The best entries that meet a query: a bounded number of them, found at a bounded cost however many there are.

Entries have a stored `score`. First the best thousand are looked at: a common word meets enough of them. Where it
meets some, the walk down the scores goes on; where it meets few, there are few at all, and the index finds them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.functions import Cast

from config import compiled
from config.roles import Viewer
from config.search.conditions import Matches, Shows
from config.search.index import Index

FIRST_LOOK = 1_000
_ENOUGH_TO_WALK = 20
_KEPT_SECONDS = 60.0

_cuts: dict[str, tuple[float, float | None]] = {}
_lock = threading.Lock()

Build = Callable[..., QuerySet[Any]]


def forget() -> None:
    """Ask anew for the score that the first look ends at; for tests."""
    _cuts.clear()


def _cut(index: Index, rows: QuerySet[Any]) -> float | None:
    """The score of the thousandth best entry; None where there are fewer. Kept for a minute."""
    kept = _cuts.get(index.table)
    if kept is None or time.monotonic() - kept[0] > _KEPT_SECONDS:
        scores = rows.order_by("-score", "-id").values_list("score", flat=True)
        kept = (time.monotonic(), next(iter(scores[FIRST_LOOK : FIRST_LOOK + 1]), None))
        with _lock:
            _cuts[index.table] = kept
    return kept[1]


def pick(
    key: Hashable,
    index: Index,
    entries: QuerySet[Any],
    build: Build,
    *,
    viewer: Viewer,
    said: str,
    most: int,
    columns: tuple[str, ...],
    has_keys: bool = False,
    **values: Any,
) -> list[dict[str, Any]]:
    """Up to `most` of the entries that `build(viewer=…, **values)` allows and that meet `said`, the best scored first.

    `build` gives a queryset over the entries and may annotate it; `columns` are read. With `has_keys` few entries are
    expected to meet the query, and the first look is left out.
    """

    def looked(condition: type[Matches], is_bounded: bool, is_walk: bool) -> compiled.Build:
        def build_rows(viewer: Viewer, said: str, **given: Any) -> QuerySet[Any, Any]:
            cut = given.pop("cut", None)
            rows = build(viewer=viewer, **given).filter(condition(index, said))
            if is_bounded:
                rows = rows.filter(score__gte=cut)
            # Ordered by a sum, so that PostgreSQL does not walk down the scores in the hope of meeting enough.
            order = F("score") if is_walk else Cast(F("score"), FloatField()) + Value(0.0)
            return rows.order_by(order.desc(), "-id").values(*columns)[:most]

        return build_rows

    whole = (key, index.table, most, columns)
    cut = None if has_keys else _cut(index, entries)
    if cut is not None:
        first = compiled.rows((*whole, "first"), looked(Shows, True, True), viewer=viewer, said=said, cut=cut, **values)
        if len(first) >= most:
            return first
        if len(first) >= _ENOUGH_TO_WALK:
            return compiled.rows((*whole, "walk"), looked(Shows, False, True), viewer=viewer, said=said, **values)
    return compiled.rows((*whole, "index"), looked(Matches, False, False), viewer=viewer, said=said, **values)
