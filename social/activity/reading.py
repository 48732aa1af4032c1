"""Reading a feed: the ids of the newest candidates, then what the viewer may see of them, and on below.

Two statements a step, each planned once: so whoever has nothing to read does not pay for the rules. The second walks
the candidates from the newest and ends where as many as are wanted were seen, so no rule is asked of the rest. Where
items are out of sight the next step asks for more at a time, so that a stretch of them costs few statements. Nothing
comes twice and nothing is skipped: each step begins below the last item that the one before has asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from config import compiled
from config.compiled import Written
from config.db import one_of
from config.roles import Viewer
from social.activity import candidates
from social.activity.candidates import ABOVE_ALL, Measure
from social.activity.models import ActivityEvent
from social.activity.seeing import ranked, seen_by
from social.activity.sources import Source
from social.graph.queries import follows

STEPS = (32, 64, 128, 256, 512)
"""How many candidates a step may ask for: few numbers, since each has its own plan."""

PAGES = (11, 21, 51, 101)
"""How many of them it may read at most, where nothing is grouped: one more than usual pages hold."""

COLUMNS = (
    "id", "actor_id", "verb", "kind", "thing_id", "target_kind", "target_id", "metadata", "occurred_at",
)  # fmt: skip

Row = dict[str, Any]


def items(
    viewer: Viewer,
    source: Source,
    *,
    below: UUID | None = None,
    wanted: int,
    person: UUID | None = None,
    may_be_more: bool = False,
) -> Iterator[Row]:
    """The items that the viewer sees in a source, newest first, as far as the caller wants to read.

    `wanted` is how many that will be, or somewhat more than these. On a `person`'s own page mutes are not minded.
    """
    here = below or ABOVE_ALL
    for step in _steps(wanted):
        found = _candidates(viewer, source, measured(step, source), here, person)
        if not found:
            return
        most = step if may_be_more else next((number for number in PAGES if number >= wanted), step)
        seen = _seen(viewer, found, most, minds_mutes=person is None)
        yield from seen
        if len(seen) == most:
            here = seen[-1]["id"]
        elif len(found) == step:
            here = found[-1]
        else:
            return


def _steps(wanted: int) -> Iterator[int]:
    """Half as many again as are wanted, since some will be out of sight; then four times as many each time."""
    fitting = [step for step in STEPS if step >= wanted * 3 // 2] or [STEPS[-1]]
    yield from fitting[::2]
    yield from repeat(STEPS[-1])


def measured(step: int, source: Source) -> Measure:
    """How so many candidates are looked for."""
    return Measure(step, source.few)


def _candidates(viewer: Viewer, source: Source, measure: Measure, below: UUID, person: UUID | None) -> list[UUID]:
    values: dict[str, Any] = {"below": below} if person is None else {"below": below, "person": person}

    def build(viewer: Viewer, below: UUID, person: UUID | None = None) -> Written:
        return candidates.newest(viewer, source, measure, below=below, person=person)

    rows = compiled.rows(("activity", source.name, measure), build, viewer=viewer, prepared=True, **values)
    return [row["id"] for row in rows]


def _seen(viewer: Viewer, ids: list[UUID], most: int, *, minds_mutes: bool) -> list[Row]:
    """The newest of these items that the viewer sees, up to `most`."""

    def build(viewer: Viewer, ids: Any) -> QuerySet[ActivityEvent, Row]:
        rows = ranked(ActivityEvent.objects.filter(one_of("pk", ids)))
        seen = rows.filter(seen_by(viewer, minds_mutes=minds_mutes)).order_by("-pk")[:most]
        return seen.values(*COLUMNS, is_following=follows(viewer, "actor_id"))

    key = ("activity.seen", most, minds_mutes)
    return compiled.rows_among(key, build, viewer=viewer, ids=ids)
