"""The streams of people: accounts and profiles, some of which are closed to strangers."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.profiles.bulk import Face
from workbooks.scaling.plan import Plan
from workbooks.scaling.words import BIOS, FIRST_NAMES, LAST_NAMES

_CLOSED = (("everyone", "everyone"), ("everyone", "followers"), ("followers", "followers"), ("everyone", "nobody"))
_CLOSED_WEIGHTS = (92, 4, 3, 1)
_CHOOSY = 0.03


def _names(number: int) -> tuple[str, str]:
    return FIRST_NAMES[number * 7 % len(FIRST_NAMES)], LAST_NAMES[number * 11 % len(LAST_NAMES)]


def accounts(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Each member's id, name and time of joining."""
    for number in range(plan.members):
        first, _last = _names(number)
        yield plan.member_id(number), f"{first.lower()}-{number:07}", plan.chance.at(plan.joined[number])


def profiles(plan: Plan) -> Iterator[Face]:
    """Each member's profile with its counts; after the follows."""
    draw = plan.chance.stream("profiles")
    choices = draw.choices(_CLOSED, _CLOSED_WEIGHTS, k=10_000)
    for number in range(plan.members):
        show_profile, show_activity = choices[int(draw.random() * 10_000)]
        yield (
            plan.member_id(number),
            " ".join(_names(number)),
            BIOS[number % len(BIOS)],
            plan.chance.at(plan.joined[number]),
            plan.followers[number],
            plan.following[number],
            plan.listed[number],
            show_profile,
            show_activity,
            draw.random() < _CHOOSY,
        )
