"""Proving the kept counts against what they count, and repairing them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.profiles.counters import Recount, column_of, registered
from accounts.profiles.models import Profile


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A kept count that is wrong."""

    counter: str
    user_id: UUID
    kept: int
    counted: int


def verify_counters(*, repair: bool = False) -> list[Discrepancy]:
    """All kept counts that differ from a new count; with `repair`, they are set right.

    A first look without locks finds candidates. They are then counted again with their rows locked: whoever changes
    what is counted also writes the row, so under the lock the two must agree.
    """
    found: list[Discrepancy] = []
    for name, recount in registered().items():
        candidates = sorted(_differing(name, recount))
        for start in range(0, len(candidates), 500):
            found += _settle(name, recount, candidates[start : start + 500], repair=repair)
    return found


def _differing(name: str, recount: Recount) -> set[UUID]:
    counted = dict(recount())
    column = column_of(name)
    return {
        user_id
        for user_id, kept in Profile.objects.values_list("pk", column).iterator(chunk_size=2_000)
        if kept != counted.get(user_id, 0)
    }


@transaction.atomic
def _settle(name: str, recount: Recount, candidates: list[UUID], *, repair: bool) -> list[Discrepancy]:
    column = column_of(name)
    kept = dict(
        Profile.objects.select_for_update(no_key=True)
        .filter(pk__in=candidates)
        .order_by("pk")
        .values_list("pk", column)
    )
    counted = dict(recount())
    wrong = [
        Discrepancy(name, user_id, count, counted.get(user_id, 0))
        for user_id, count in kept.items()
        if count != counted.get(user_id, 0)
    ]
    if repair:
        for discrepancy in wrong:
            Profile.objects.filter(pk=discrepancy.user_id).update(**{column: discrepancy.counted})
    return wrong
