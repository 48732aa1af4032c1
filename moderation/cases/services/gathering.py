"""Whatever is held against a thing comes to its one case, which opens, opens again, or has it added.

The unique constraint decides who makes the case, and its row is held while something is added, so that fifty at once
leave one case that counts fifty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from config import clock, entities
from config.db import insert_once
from config.events import record
from config.roles import Role
from moderation.cases.choices import Sort, State
from moderation.cases.events import CaseOpened
from moderation.cases.models import Case, CaseEntry
from moderation.cases.priority import USUAL_WEIGHT, graver, weigh
from moderation.cases.queries import flags_of
from moderation.cases.services.history import add_entry, keep
from moderation.cases.texts import digest_of, text_of

_ADDED = ("category", "score", "priority", "due_at", "report_count", "weight", "reach")
_OPENED = (
    "state", "needs_role", "assignee", "claimed_at", "opened_at", "first_act_at", "decided_at", "overdue_at", "round",
    "owner",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathered:
    """The case, held until the transaction ends. `is_fine`: its text was found fine, and nothing was added."""

    case: Case
    is_fine: bool = False


@transaction.atomic
def gather(
    *,
    kind: str,
    thing_id: UUID,
    category: str,
    sort: Sort,
    actor_id: UUID | None,
    weight: int = USUAL_WEIGHT,
    data: Mapping[str, Any] | None = None,
    cause: int | None = None,
) -> Gathered:
    """Open the case of a thing, open it again in its next round, or add to it; the category becomes the gravest.

    Reports of a text that was dismissed and not edited since change nothing. Reports alone are counted and weighed.
    `cause` is the id of the event behind it, whose second delivery changes nothing.
    """
    thing = entities.kind(kind)
    case = _held(kind, thing_id)
    made = None if case else _made(thing, thing_id, category, sort, weight)
    if case is None and made is not None:
        case = made if insert_once(made) else Case.objects.select_for_update(no_key=True).get(_of(kind, thing_id))
    assert case is not None
    is_opened = case is made
    if not is_opened:
        if cause is not None and _was_gathered(case, cause):
            return Gathered(case)
        if case.state == State.DECIDED and sort == Sort.REPORTED and is_fine(case):
            return Gathered(case, is_fine=True)
        is_opened = _add(case, thing, category, sort, weight, is_other=_is_for_another_reason(case, data or {}))
    if is_opened:
        opening = Sort.OPENED if case.round == 1 else Sort.REOPENED
        add_entry(case_id=case.pk, sort=opening, actor_id=actor_id, data={"round": case.round})
        record(CaseOpened(actor_id=actor_id, case_id=case.pk, kind=kind, thing_id=thing_id, round=case.round))
    told = {"category": category, **(data or {})} | ({} if cause is None else {"event": cause})
    add_entry(case_id=case.pk, sort=sort, actor_id=actor_id, data=told)
    return Gathered(case)


def _of(kind: str, thing_id: UUID) -> Q:
    return Q(kind=kind, thing_id=thing_id)


def _held(kind: str, thing_id: UUID) -> Case | None:
    return Case.objects.select_for_update(no_key=True).filter(_of(kind, thing_id)).first()


def _made(thing: entities.Kind, thing_id: UUID, category: str, sort: Sort, weight: int) -> Case:
    now = clock.now()
    case = Case(kind=thing.name, thing_id=thing_id, category=category, owner_id=thing.owner_of(thing_id), opened_at=now)
    _count(case, thing, sort, weight)
    weigh(case, now)
    return case


def _add(case: Case, thing: entities.Kind, category: str, sort: Sort, weight: int, *, is_other: bool) -> bool:
    """Add to a waiting case, or open a decided one (True).

    A graver category is news to whoever decides, and so is another reason of screening's.
    """
    is_reopened, before, now = case.state == State.DECIDED, case.category, clock.now()
    if is_reopened:
        _reopen(case, thing, now)
    case.category = category if is_reopened else graver(before, category)
    _count(case, thing, sort, weight)
    weigh(case, now)
    fields = [*_ADDED, *(_OPENED if is_reopened else ())]
    keep(case, fields, is_news=is_reopened or case.category != before or is_other)
    return is_reopened


def _is_for_another_reason(case: Case, data: Mapping[str, Any]) -> bool:
    """Whether screening names a reason that it has not named in this round."""
    reasons = set(data.get("reasons", ()))
    return bool(reasons) and not reasons <= set(flags_of([case.pk]).get(case.pk, ()))


def _reopen(case: Case, thing: entities.Kind, now: datetime) -> None:
    case.state, case.round, case.opened_at = State.OPEN, case.round + 1, now
    case.assignee_id = case.claimed_at = case.first_act_at = case.decided_at = case.overdue_at = None
    case.needs_role, case.report_count, case.weight = Role.MODERATOR, 0, 0
    case.owner_id = thing.owner_of(case.thing_id)


def _count(case: Case, thing: entities.Kind, sort: Sort, weight: int) -> None:
    if thing.reach:
        case.reach = thing.reach(case.thing_id)
    if sort == Sort.REPORTED:
        case.report_count += 1
        case.weight += weight


def _was_gathered(case: Case, cause: int) -> bool:
    return CaseEntry.objects.filter(case=case, data__event=cause).exists()


def is_fine(case: Case) -> bool:
    """Whether the last decision found nothing wrong with the text, and it is the same text still."""
    return case.fine_digest != "" and case.fine_digest == digest_of(text_of(case.kind, case.thing_id))
