"""The streams of people: accounts, follows, profiles."""

from __future__ import annotations

from collections.abc import Iterator

from workbooks.scaling.chance import power_law
from workbooks.scaling.plan import FOLLOW, Plan
from workbooks.scaling.words import BIOS, FIRST_NAMES, LAST_NAMES

MOST_FOLLOWED_BY_ONE = 2_000


def _names(number: int) -> tuple[str, str]:
    return FIRST_NAMES[number * 7 % len(FIRST_NAMES)], LAST_NAMES[number * 11 % len(LAST_NAMES)]


def accounts(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Each member's id, name and time of joining."""
    for number in range(plan.members):
        first, _last = _names(number)
        yield plan.member_id(number), f"{first.lower()}-{number:07}", plan.chance.at(plan.joined[number])


def follows(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Follows, counted in the plan as they come. Many follow few, and some are followed by very many."""
    chance, draw, made = plan.chance, plan.chance.stream("follows"), 0
    most = min(MOST_FOLLOWED_BY_ONE, plan.members // 4)
    for follower in range(plan.members):
        chosen = {int(plan.members * draw.random() ** 3) for _ in range(1 + power_law(draw, 1.3, most))} - {follower}
        follower_id = plan.member_id(follower)
        for followee in sorted(chosen):
            began = max(plan.joined[follower], plan.joined[followee])
            at = began + int((chance.until - began) * draw.random())
            made += 1
            plan.followers[followee] += 1
            yield chance.id(FOLLOW, made, at), follower_id, plan.member_id(followee), chance.at(at)
        plan.following[follower] = len(chosen)


def profiles(plan: Plan) -> Iterator[tuple[str, str, str, str, int, int, int]]:
    """Each member's profile with its counts; after the follows."""
    for number in range(plan.members):
        yield (
            plan.member_id(number),
            " ".join(_names(number)),
            BIOS[number % len(BIOS)],
            plan.chance.at(plan.joined[number]),
            plan.followers[number],
            plan.following[number],
            plan.listed[number],
        )
