"""Reading a feed: the ids of the newest candidates, then what the viewer may see of them, and on below.

Two statements a step, each planned once: so whoever has nothing to read does not pay for the rules. The second walks
the candidates from the newest and ends where as many as are wanted were seen, so no rule is asked of the rest. Where
items are out of sight the next step asks for more at a time, so that a stretch of them costs few statements. Nothing
comes twice and nothing is skipped: each step begins below the last item that the one before has asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

STEPS = (24, 48, 96, 192, 384, 512)
"""How many candidates a step may ask for: few numbers, since each has its own plan."""

PAGES = (11, 21, 32, 51, 101, 152)
"""How many of them it may read at most: one more than usual pages hold, and half as many again."""

WINDOW, FURTHEST = 42, 6_000
"""So many of the newest items of all are looked through for each candidate, and in a step at most."""

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
    here, shown, step = below or ABOVE_ALL, 0, _fitting(wanted * 2, STEPS)
    most = _fitting(wanted * 3 // 2 if may_be_more else wanted, PAGES)
    while found := _candidates(viewer, source, measured(step, source), here, person):
        seen = _seen(viewer, found, most, minds_mutes=person is None)
        yield from seen
        if len(seen) == most:
            here = seen[-1]["id"]
        elif len(found) == step:
            here = min(found)
        else:
            return
        shown += len(seen)
        step = _next_step(step, seen=len(seen), lacking=wanted - shown)


def _fitting(number: int, numbers: Sequence[int]) -> int:
    """The smallest of the numbers that is large enough, or the largest."""
    return next((each for each in numbers if each >= number), numbers[-1])


def _next_step(step: int, *, seen: int, lacking: int) -> int:
    """Where little was seen, four times as many; else what gives those that are lacking, if as many again are seen."""
    if seen * 4 < step:
        return _fitting(step * 4, STEPS)
    return _fitting(lacking * step // seen * 2 if lacking > 0 else step, STEPS)


def measured(step: int, source: Source) -> Measure:
    """How so many candidates are looked for: the more, the further among the newest of all."""
    return Measure(step, source.few, window=min(WINDOW * step, FURTHEST))


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
