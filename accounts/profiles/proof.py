"""Proving the kept counts against what they count, and repairing them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.profiles.counters import column_of, registered
from accounts.profiles.models import Profile

BATCH = 2_000
"""How many members are proven at a time; no more of them are held in memory."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A kept count that is wrong."""

    counter: str
    user_id: UUID
    kept: int
    counted: int


def verify_counters(*, repair: bool = False) -> list[Discrepancy]:
    """All kept counts that differ from a new count; with `repair`, they are set right."""
    return list(wrong_counts(repair=repair))


def number_to_prove(after: UUID | None) -> int:
    """How many members there are, or behind the one `after`."""
    return (Profile.objects.all() if after is None else Profile.objects.filter(pk__gt=after)).count()


def wrong_counts(
    *,
    repair: bool = False,
    after: UUID | None = None,
    on_batch: Callable[[int, UUID], None] = lambda number, last: None,
) -> Iterator[Discrepancy]:
    """As `verify_counters`, one by one, through the members in the order of their ids, from the one `after` on.

    A first look without locks finds candidates. They are then counted again with their rows locked: whoever changes
    what is counted also writes the row, so under the lock the two must agree. `on_batch` is told of how many members
    more all counts were looked at, and the last of them: where a proof that breaks off goes on.
    """
    columns = [column_of(name) for name in registered()]
    members = Profile.objects.order_by("pk")
    while True:
        rows = list((members if after is None else members.filter(pk__gt=after)).values("pk", *columns)[:BATCH])
        if not rows:
            return
        for name in registered():
            candidates = _differing(name, {row["pk"]: row[column_of(name)] for row in rows})
            if candidates:
                yield from _settle(name, candidates, repair=repair)
        after = rows[-1]["pk"]
        on_batch(len(rows), after)


def _differing(name: str, kept: dict[UUID, int]) -> list[UUID]:
    counted = dict(registered()[name](list(kept)))
    return [user_id for user_id, count in kept.items() if count != counted.get(user_id, 0)]


@transaction.atomic
def _settle(name: str, candidates: Sequence[UUID], *, repair: bool) -> list[Discrepancy]:
    column = column_of(name)
    held = Profile.objects.select_for_update(no_key=True).filter(pk__in=candidates).order_by("pk")
    kept = dict(held.values_list("pk", column))
    counted = dict(registered()[name](list(kept)))
    wrong = [
        Discrepancy(name, user_id, count, counted.get(user_id, 0))
        for user_id, count in kept.items()
        if count != counted.get(user_id, 0)
    ]
    if repair:
        for discrepancy in wrong:
            Profile.objects.filter(pk=discrepancy.user_id).update(**{column: discrepancy.counted})
    return wrong
