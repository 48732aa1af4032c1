"""Bursts: what one member did again and again within an hour is one entry, put together when the feed is read.

A page consumes items in their order. Each joins the entry of its burst on this page, or begins one; the first that
would begin one too many begins the next page instead. So each item stands in exactly one entry of one page, and the
cursor is the last item consumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

WITHIN = timedelta(hours=1)
"""How long a burst lasts, counted from its newest item."""
MOST_THINGS = 5
"""Things that an entry shows; it counts all."""
MOST_A_PAGE = 5
"""Items that a page consumes, as a multiple of the entries asked for."""

Row = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """Items of one burst, the newest first; of those that are not shown only the number is kept."""

    newest: Row
    shown: list[Row] = field(default_factory=list)
    count: int = 0
    has_one_target: bool = True

    def takes(self, row: Row) -> bool:
        """Whether the item belongs to the burst."""
        return bool(self.newest["occurred_at"] - row["occurred_at"] <= WITHIN)

    def add(self, row: Row) -> None:
        self.count += 1
        self.has_one_target &= row["target_id"] == self.newest["target_id"]
        if len(self.shown) < MOST_THINGS:
            self.shown.append(row)


@dataclass(frozen=True, slots=True)
class Slice:
    """The entries of a page, and the last item consumed where there is more below it."""

    entries: list[Entry]
    last: UUID | None


def cut(items: Iterator[Row], *, limit: int, is_grouped: bool) -> Slice:
    """As many items as make `limit` entries."""
    entries: list[Entry] = []
    open_ones: dict[tuple[Any, ...], Entry] = {}
    last: UUID | None = None
    for consumed, row in enumerate(items):
        burst = (row["actor_id"], row["verb"], row["kind"])
        entry = open_ones.get(burst) if is_grouped else None
        if entry is None or not entry.takes(row):
            if len(entries) == limit:
                return Slice(entries, last)
            entry = open_ones[burst] = Entry(row)
            entries.append(entry)
        elif consumed >= limit * MOST_A_PAGE:
            return Slice(entries, last)
        entry.add(row)
        last = row["id"]
    return Slice(entries, None)
