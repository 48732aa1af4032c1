"""Reading a feed: the newest candidates, each with what the viewer may see of it, and on below the last of them.

One statement reads candidates, visibility and columns; it is compiled once. Where items are out of sight the next step
asks for more at a time, so that a stretch of them costs few statements. Nothing comes twice and nothing is skipped:
each step begins below the last candidate of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from config import compiled
from config.roles import Viewer
from social.activity import candidates
from social.activity.candidates import ABOVE_ALL, Measure
from social.activity.models import ActivityEvent
from social.activity.seeing import follows_by_probe, ranked, seen_by
from social.activity.sources import Source

STEPS = (32, 64, 128, 256, 512)
"""How many candidates a step may ask for: few numbers, since each has its own plan."""

COLUMNS = (
    "id", "actor_id", "verb", "kind", "thing_id", "target_kind", "target_id", "metadata", "occurred_at",
)  # fmt: skip

Row = dict[str, Any]


def items(
    viewer: Viewer, source: Source, *, below: UUID | None = None, wanted: int, person: UUID | None = None
) -> Iterator[Row]:
    """The items that the viewer sees in a source, newest first, as far as the caller wants to read.

    `wanted` is how many that will be, more or less. On a `person`'s own page mutes are not minded.
    """
    here = below or ABOVE_ALL
    for step in _steps(wanted):
        found = _step(viewer, source, measured(step, source), here, person)
        yield from (row for row in found if row["is_seen"])
        if len(found) < step:
            return
        here = found[-1]["id"]


def _steps(wanted: int) -> Iterator[int]:
    """Half as many again as are wanted, since some will be out of sight; then twice as many each time."""
    fitting = [step for step in STEPS if step >= wanted * 3 // 2] or [STEPS[-1]]
    yield from fitting
    yield from repeat(STEPS[-1])


def measured(step: int, source: Source) -> Measure:
    """How so many candidates are looked for."""
    return Measure(step, source.few)


def _step(viewer: Viewer, source: Source, measure: Measure, below: UUID, person: UUID | None) -> list[Row]:
    values: dict[str, Any] = {"below": below} if person is None else {"below": below, "person": person}

    def build(viewer: Viewer, below: UUID, person: UUID | None = None) -> QuerySet[ActivityEvent, Row]:
        newest = candidates.newest(viewer, source, measure, below=below, person=person)
        return (
            ranked(ActivityEvent.objects.filter(pk__in=newest))
            .order_by("-pk")
            .values(
                *COLUMNS,
                is_following=follows_by_probe(viewer, "actor_id"),
                is_seen=seen_by(viewer, minds_mutes=person is None),
            )
        )

    return compiled.rows(("activity", source.name, measure), build, viewer=viewer, prepared=True, **values)
