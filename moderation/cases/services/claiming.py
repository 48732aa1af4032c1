"""A moderator takes a case, so that it goes to nobody else, and gives it back."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction

from config import clock
from config.audit import note
from config.events import record
from config.roles import Role, Viewer, at_least
from moderation.cases.choices import Sort, State
from moderation.cases.errors import ClaimedByAnother, NotClaimed
from moderation.cases.events import CaseClaimed, CaseReleased
from moderation.cases.models import Case
from moderation.cases.services.history import add_entry, hold, keep
from moderation.cases.services.may import check_open, check_part, check_role


@transaction.atomic
def claim(*, actor: Viewer, case_id: UUID, take_over: bool = False) -> Case:
    """Take a case. Of two at once one does; whoever has it already keeps it. Managers may `take_over` from others."""
    case = hold(actor, case_id)
    check_open(case)
    check_role(actor, case)
    check_part(actor, case)
    if case.assignee_id == actor.pk:
        return case
    if case.assignee_id is not None and not (take_over and at_least(actor, Role.MANAGER)):
        raise ClaimedByAnother
    before, now = told(case), clock.now()
    case.state, case.assignee_id, case.claimed_at = State.CLAIMED, cast(UUID, actor.pk), now
    case.first_act_at = case.first_act_at or now
    keep(case, ["state", "assignee", "claimed_at", "first_act_at"])
    add_entry(case_id=case.pk, sort=Sort.CLAIMED, actor_id=actor.pk, data={"from": before["assignee"]})
    note(action="case.claimed", actor=actor, target=("case", case.pk), before=before, after=told(case))
    record(CaseClaimed(actor_id=actor.pk, case_id=case.pk))
    return case


@transaction.atomic
def release(*, actor: Viewer, case_id: UUID) -> Case:
    """Give a case back that one has claimed; managers give back anybody's."""
    case = hold(actor, case_id)
    check_open(case)
    if case.assignee_id is None or (case.assignee_id != actor.pk and not at_least(actor, Role.MANAGER)):
        raise NotClaimed
    before = told(case)
    unclaim(case)
    keep(case, ["state", "assignee", "claimed_at"])
    add_entry(case_id=case.pk, sort=Sort.RELEASED, actor_id=actor.pk, data={"from": before["assignee"]})
    note(action="case.released", actor=actor, target=("case", case.pk), before=before, after=told(case))
    record(CaseReleased(actor_id=actor.pk, case_id=case.pk))
    return case


def unclaim(case: Case) -> None:
    """Make a held case anybody's; the caller saves it."""
    case.state, case.assignee_id, case.claimed_at = State.OPEN, None, None


def told(case: Case) -> dict[str, Any]:
    """Who has a case, for its history and the audit."""
    return {"state": str(case.state), "assignee": str(case.assignee_id) if case.assignee_id else None}
