"""The streams of edges between people: follows, friendships, blocks, mutes.

Members whose numbers add up to a multiple of `APART` do not get on: between them a block may stand, and nothing else
does. So no stream has to remember what another has made.
"""

from __future__ import annotations

from collections.abc import Iterator

from social.graph.bulk import Edge
from workbooks.scaling.chance import power_law
from workbooks.scaling.plan import BLOCK, FOLLOW, FRIENDSHIP, MUTE, Plan

FEWEST_FOLLOWS, STEP, MOST_FOLLOWED_BY_ONE = 3, 7, 5_000
APART = 97
_BLOCKING, _MUTING = 0.02, 0.03


def _get_on(one: int, other: int) -> bool:
    return one != other and (one + other) % APART != 0


def followed(plan: Plan) -> Iterator[tuple[int, int, int, int]]:
    """Each follow: its number, who follows, whom, and when. Many follow few, and some are followed by very many."""
    draw, made = plan.chance.stream("follows"), 0
    most = min(MOST_FOLLOWED_BY_ONE, plan.members // 4) // STEP
    for follower in range(plan.members):
        wanted = FEWEST_FOLLOWS + STEP * power_law(draw, 1.3, most)
        chosen = {int(plan.members * draw.random() ** 3) for _ in range(wanted)}
        for followee in sorted(chosen):
            if not _get_on(follower, followee):
                continue
            began = max(plan.joined[follower], plan.joined[followee])
            made += 1
            yield made, follower, followee, began + int((plan.chance.until - began) * draw.random())


def follows(plan: Plan) -> Iterator[Edge]:
    """The rows of follows, which are counted in the plan as they come."""
    chance = plan.chance
    for number, follower, followee, at in followed(plan):
        plan.followers[followee] += 1
        plan.following[follower] += 1
        yield chance.id(FOLLOW, number, at), plan.member_id(follower), plan.member_id(followee), chance.at(at)


def friendships(plan: Plan) -> Iterator[Edge]:
    """Both halves of each friendship. One has friends among those who came at about the same time."""
    chance, draw, made = plan.chance, plan.chance.stream("friendships"), 0
    for member in range(plan.members):
        near = {member + 1 + int(200 * draw.random() ** 2) for _ in range(power_law(draw, 1.2, 50))}
        for friend in sorted(near):
            if friend >= plan.members or not _get_on(member, friend):
                continue
            began = max(plan.joined[member], plan.joined[friend])
            at = began + int((chance.until - began) * draw.random())
            when = chance.at(at)
            for one, other in ((member, friend), (friend, member)):
                made += 1
                yield chance.id(FRIENDSHIP, made, at), plan.member_id(one), plan.member_id(other), when


def blocks(plan: Plan) -> Iterator[Edge]:
    """Who blocks whom, of those who do not get on."""
    chance, draw, made = plan.chance, plan.chance.stream("blocks"), 0
    for blocker in range(plan.members):
        if draw.random() >= _BLOCKING:
            continue
        first = (-blocker) % APART
        blocked = first + APART * int((plan.members - first + APART - 1) // APART * draw.random())
        if blocked == blocker or blocked >= plan.members:
            continue
        at = max(plan.joined[blocker], plan.joined[blocked])
        made += 1
        yield chance.id(BLOCK, made, at), plan.member_id(blocker), plan.member_id(blocked), chance.at(at)


def mutes(plan: Plan) -> Iterator[Edge]:
    """Who mutes whom: mostly somebody whom very many follow."""
    chance, draw, made = plan.chance, plan.chance.stream("mutes"), 0
    for muter in range(plan.members):
        if draw.random() >= _MUTING:
            continue
        muted = int(plan.members * draw.random() ** 3)
        if muted == muter:
            continue
        at = max(plan.joined[muter], plan.joined[muted])
        made += 1
        yield chance.id(MUTE, made, at), plan.member_id(muter), plan.member_id(muted), chance.at(at)
