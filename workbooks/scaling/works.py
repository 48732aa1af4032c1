"""The streams of workbooks and their tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from workbooks.catalog import bulk as catalog
from workbooks.scaling.plan import LISTED, STATES, Plan
from workbooks.scaling.words import DESCRIPTIONS, OBJECTS, SUBJECTS, some_word

_NAMED = 0.3

URL = "https://public.tableau.com/views/{}{}/Overview"


def workbooks(plan: Plan, source_id: int) -> Iterator[tuple[Any, ...]]:
    """Each workbook, in the order of `catalog.COLUMNS`, with its counts."""
    draw = plan.chance.stream("workbooks")
    for number in range(plan.workbooks):
        subject, what = draw.choice(SUBJECTS), draw.choice(OBJECTS)
        named = f", {some_word(draw)}" if draw.random() < _NAMED else ""
        status, visibility = STATES[plan.state[number]]
        at = plan.chance.at(plan.made[number])
        yield (
            plan.workbook_id(number),
            plan.member_id(plan.author[number]),
            f"{subject} {what}{named}",
            f"{subject}-{what}".lower().replace(" ", "-"),
            f"{draw.choice(DESCRIPTIONS)} {some_word(draw).capitalize()} and {some_word(draw)}.",
            URL.format(subject, number),
            source_id,
            status,
            visibility,
            None if status == catalog.DRAFT else at,
            at,
            at,
            at,
            plan.favorites[number],
            plan.comments[number],
            plan.views[number],
        )


def taggings(plan: Plan, tags: Sequence[int]) -> Iterator[tuple[str, int, int, bool]]:
    """One to three tags a workbook, the first of `tags` the likeliest."""
    draw = plan.chance.stream("taggings")
    for number in range(plan.workbooks):
        workbook_id, is_listed = plan.workbook_id(number), plan.state[number] == LISTED
        chosen = dict.fromkeys(int(len(tags) * draw.random() ** 2) for _ in range(1 + int(3 * draw.random() ** 1.5)))
        for position, index in enumerate(chosen):
            yield workbook_id, tags[index], position, is_listed
