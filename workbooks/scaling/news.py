"""The stream of what stands in feeds: publications, marks, comments and follows of the last `DAYS` days."""

from __future__ import annotations

from collections.abc import Iterator

from social.activity.bulk import Item
from workbooks.scaling import acts, edges
from workbooks.scaling.chance import DAY
from workbooks.scaling.plan import COMMENT, ITEM, OPEN, Plan

DAYS, DAYS_OF_FOLLOWS = 120, 30


def items(plan: Plan) -> Iterator[Item]:
    """Each item with its time, in the order of the streams; follows are told for a shorter time, as they are many."""
    chance = plan.chance
    since = chance.until - DAYS * DAY
    for made, (verb, member, kind, thing, target, at) in enumerate(_told(plan, since), 1):
        target_kind = "workbook" if target else ""
        key = chance.id(ITEM, made, at)
        yield key, plan.member_id(member), verb, kind, thing, target_kind, target or None, chance.at(at)


def _told(plan: Plan, since: int) -> Iterator[tuple[str, int, str, str, str, int]]:
    for number in range(plan.workbooks):
        at = plan.made[number]
        if at >= since and plan.state[number] < OPEN:
            yield "published", plan.author[number], "workbook", plan.workbook_id(number), "", at
    for _, member, workbook, at in acts.favorited(plan):
        if at >= since:
            yield "favorited", member, "workbook", plan.workbook_id(workbook), "", at
    for number, author, workbook, at, _is_reply, _body in acts.commented(plan):
        if at >= since:
            comment_id = plan.chance.id(COMMENT, number, at)
            yield "commented", author, "comment", comment_id, plan.workbook_id(workbook), at
    late = plan.chance.until - DAYS_OF_FOLLOWS * DAY
    for _, follower, followee, at in edges.followed(plan):
        if at >= late:
            yield "followed", follower, "profile", plan.member_id(followee), "", at
