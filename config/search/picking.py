"""The best entries that meet a query: a bounded number of them, found at a bounded cost however many there are.

Entries have a stored `score`. First the best thousand are looked at, with the viewer's eyes: a common word meets enough
of them, in one statement. Where it meets some, the walk down the scores goes on. Where it meets few, there are few at
all: the index finds them, and only the best of these are looked at with the viewer's eyes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.functions import Cast

from config import compiled
from config.roles import Viewer
from config.search.conditions import Matches, Shows
from config.search.index import Index

FIRST_LOOK = 1_000
_ENOUGH_TO_WALK = 15
_KEPT_SECONDS = 60.0
_WIDER = 5

_cuts: dict[str, tuple[float, float | None]] = {}
_lock = threading.Lock()

Build = Callable[..., QuerySet[Any]]
Rows = list[dict[str, Any]]


def forget() -> None:
    """Ask anew for the score that the first look ends at; for tests."""
    _cuts.clear()


@dataclass(frozen=True, slots=True)
class Picker:
    """How one index is picked from.

    `seen(viewer=…, said=…)` gives the rows that the viewer sees, annotated; `leads` is how they lead to their entries
    (`"search_entry__"`), and `pk` the column that names them, in the entries `entry_pk`. `columns` are read. `entries`
    gives those that the viewer may find as far as entries tell.
    """

    key: str
    index: Index
    entries: Build
    seen: Build
    columns: tuple[str, ...]
    leads: str = ""
    pk: str = "pk"
    entry_pk: str = "pk"

    def pick(
        self,
        *,
        viewer: Viewer,
        said: str,
        ranked: str,
        most: int,
        first: bool = True,
        **values: Any,
    ) -> tuple[Rows, bool]:
        """Up to `most` rows that meet `said`, and whether there are more; `ranked` is what they are ranked by.

        `values` go to `entries`; with any, or without `first`, few are expected, and the index is asked at once.
        """
        cut = self._cut(viewer) if first and not values else None
        if cut is not None:
            rows = self._look(viewer, said, ranked, most, cut)
            if len(rows) < most and len(rows) >= min(most, _ENOUGH_TO_WALK):
                rows = self._look(viewer, said, ranked, most, None)
                return rows, len(rows) >= most
            if len(rows) >= most:
                return rows, True
        for number in (most, _WIDER * most):
            ids = self._by_index(viewer, said, number, values)
            rows = compiled.rows_among((self.key, "seen"), self._seen_among, viewer=viewer, ids=ids, ranked=ranked)
            if len(ids) < number or len(rows) > most // 2:
                break
        return rows, len(ids) >= number

    def _cut(self, viewer: Viewer) -> float | None:
        """The score of the thousandth best entry; None where there are fewer. Kept for a minute."""
        kept = _cuts.get(self.index.table)
        if kept is None or time.monotonic() - kept[0] > _KEPT_SECONDS:
            scores = self.entries(viewer=viewer).model._default_manager.order_by("-score", "-id")
            found = scores.values_list("score", flat=True)[FIRST_LOOK : FIRST_LOOK + 1]
            kept = (time.monotonic(), next(iter(found), None))
            with _lock:
                _cuts[self.index.table] = kept
        return kept[1]

    def _look(self, viewer: Viewer, said: str, ranked: str, most: int, cut: float | None) -> Rows:
        """The best that meet the query, in the order of the scores: of the first look, or of all without a `cut`."""
        bound: dict[str, Any] = {} if cut is None else {"cut": cut}

        def build(viewer: Viewer, said: str, ranked: str, **given: Any) -> QuerySet[Any, Any]:
            rows = self.seen(viewer=viewer, said=ranked).filter(Shows(self.index, said, key=f"{self.leads}id"))
            if given:
                rows = rows.filter(**{f"{self.leads}score__gte": given["cut"]})
            return rows.order_by(f"-{self.leads}score", f"-{self.leads}id").values(*self.columns)[:most]

        key = (self.key, "look", most, *bound)
        return compiled.rows(key, build, viewer=viewer, prepared=True, said=said, ranked=ranked, **bound)

    def _by_index(self, viewer: Viewer, said: str, most: int, values: dict[str, Any]) -> list[UUID]:
        """Those that meet the query, by the index, the best scored first."""

        def build(viewer: Viewer, said: str, **given: Any) -> QuerySet[Any, Any]:
            rows = self.entries(viewer=viewer, **given).filter(Matches(self.index, said))
            # Ordered by a sum, so that PostgreSQL does not walk down the scores in the hope of meeting enough.
            order = Cast(F("score"), FloatField()) + Value(0.0)
            return rows.order_by(order.desc(), "-id").values(self.entry_pk)[:most]

        key = (self.key, "index", most, *sorted(values))
        found = compiled.rows(key, build, viewer=viewer, prepared=True, said=said, **values)
        return [row[self.entry_pk] for row in found]

    def _seen_among(self, viewer: Viewer, ids: list[UUID], ranked: str) -> QuerySet[Any, Any]:
        return self.seen(viewer=viewer, said=ranked).filter(**{f"{self.pk}__in": ids}).values(*self.columns)
