"""The streams of what people do with workbooks: favourites, comments, views. Most of it soon after the publication."""

from __future__ import annotations

import random
from collections.abc import Iterator

from workbooks.engagement.bulk import WINDOW_SECONDS
from workbooks.scaling.chance import DAY
from workbooks.scaling.plan import COMMENT, FAVORITE, Plan
from workbooks.scaling.words import HOSTS, PHRASES

_VISITORS, _DIRECT = 0.6, 0.35
_IN_A_BURST, _BURST_DAYS, _BURST_SECONDS = 0.4, 7, 900


def _others(plan: Plan, draw: random.Random, author: int, number: int) -> list[int]:
    """`number` members, none twice and not the author; there must be at least as many again."""
    chosen: dict[int, None] = {}
    while len(chosen) < number:
        member = int(plan.members * draw.random() ** 2)
        # Where the likely ones are all taken, the next one who is free is as good.
        while member in chosen or member == author:
            member = (member + 1) % plan.members
        chosen[member] = None
    return list(chosen)


def _soon(plan: Plan, draw: random.Random, began: int) -> int:
    return began + int((plan.chance.until - began) * draw.random() ** 3)


def _in_a_burst(plan: Plan, draw: random.Random, member: int, at: int) -> int:
    """The moment, or one in the member's hour of the next week: then they mark what they have found since the last."""
    if draw.random() >= _IN_A_BURST:
        return at
    week = _BURST_DAYS * DAY
    hour = (at // week + 1) * week + member * 7_919 % week
    moved = hour + int(_BURST_SECONDS * draw.random())
    return moved if moved <= plan.chance.until else at


def favorited(plan: Plan) -> Iterator[tuple[int, int, int, int]]:
    """Each mark: its number, whose it is, on which workbook, and when."""
    draw, made = plan.chance.stream("favorites"), 0
    for number in range(plan.workbooks):
        if not plan.favorites[number]:
            continue
        for member in _others(plan, draw, plan.author[number], plan.favorites[number]):
            at = _soon(plan, draw, max(plan.made[number], plan.joined[member]))
            made += 1
            yield made, member, number, _in_a_burst(plan, draw, member, at)


def favorites(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """As many different members' marks as the plan has for each workbook."""
    chance, held, workbook_id = plan.chance, -1, ""
    for number, member, workbook, at in favorited(plan):
        if workbook != held:
            held, workbook_id = workbook, plan.workbook_id(workbook)
        yield chance.id(FAVORITE, number, at), plan.member_id(member), workbook_id, chance.at(at)


def commented(plan: Plan) -> Iterator[tuple[int, int, int, int, bool, str]]:
    """Each comment: its number, whose it is, on which workbook, when, whether it is a reply, and its text."""
    draw, made = plan.chance.stream("comments"), 0
    for number in range(plan.workbooks):
        began, is_first = plan.made[number], True
        for _ in range(plan.comments[number]):
            author = int(plan.members * draw.random() ** 2)
            began = _soon(plan, draw, max(began, plan.joined[author]))
            made += 1
            is_reply = not is_first and draw.random() < 0.33
            is_first = False
            yield made, author, number, began, is_reply, draw.choice(PHRASES)


def comments(plan: Plan) -> Iterator[tuple[str, str, str, str | None, str, str, str]]:
    """Comments, a third of them replies to the one that began the newest thread."""
    chance, held, workbook_id, thread = plan.chance, -1, "", ""
    for number, author, workbook, at, is_reply, body in commented(plan):
        if workbook != held:
            held, workbook_id = workbook, plan.workbook_id(workbook)
        comment_id = chance.id(COMMENT, number, at)
        parent = thread if is_reply else None
        thread = parent or comment_id
        yield comment_id, workbook_id, plan.member_id(author), parent, thread, body, chance.at(at)


def views(plan: Plan) -> Iterator[tuple[str, str, int, str | None, str | None, str]]:
    """As many looks as the plan has for each workbook: visitors, and members who come again in another window."""
    draw = plan.chance.stream("views")
    for number in range(plan.workbooks):
        if not plan.views[number]:
            continue
        workbook_id, author = plan.workbook_id(number), plan.author[number]
        seen: set[tuple[int, int]] = set()
        for _ in range(plan.views[number]):
            member = -1 if draw.random() < _VISITORS else int(plan.members * draw.random() ** 2)
            at = _soon(plan, draw, max(plan.made[number], plan.joined[member] if member >= 0 else 0))
            window = at // WINDOW_SECONDS
            referrer = None if draw.random() < _DIRECT else HOSTS[int(len(HOSTS) * draw.random() ** 2)]
            if member < 0 or member == author or (member, window) in seen:
                yield workbook_id, f"v{draw.getrandbits(128):032x}", window, None, referrer, plan.chance.at(at)
                continue
            seen.add((member, window))
            member_id = plan.member_id(member)
            yield workbook_id, f"m{member_id}", window, member_id, referrer, plan.chance.at(at)
