"""Cases, decisions and what belongs to them as they stand in the tables, at moments of one's choice.

Figures are made from rows: tests of them need many, at given times, and none of what happens around a real decision.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from config import clock
from moderation.appeals.models import Appeal
from moderation.cases.choices import Sort, State
from moderation.cases.models import Case, CaseEntry, Decision
from moderation.reports.models import Report
from moderation.sanctions.models import Sanction
from moderation.screening.models import Screening


def opened(at: datetime, **values: Any) -> Case:
    """A case that waits since then."""
    with clock.standing_at(at):
        made = Case.objects.create(
            kind="comment",
            thing_id=uuid4(),
            opened_at=at,
            due_at=values.pop("due_at", at + timedelta(days=1)),
            claimed_at=at if values.get("state") == State.CLAIMED else None,
            **values,
        )
        entry(made, Sort.OPENED, at)
    return made


def entry(case: Case, sort: str, at: datetime, **values: Any) -> CaseEntry:
    """A line of its history."""
    return CaseEntry.objects.create(case=case, sort=sort, created_at=at, **values)


def decided(
    at: datetime,
    *,
    after: timedelta = timedelta(hours=1),
    case: Case | None = None,
    outcome: str = "acted",
    category: str = "spam",
    acts: tuple[str, ...] = (),
    **values: Any,
) -> Decision:
    """A decision made then, `after` its round began; with the sanctions of `acts`."""
    held = case or opened(at - after)
    made = Decision.objects.create(
        case=held, round=held.round, outcome=outcome, category=category, created_at=at, **values
    )
    entry(held, Sort.DECIDED, at)
    for act in acts:
        label = "disputed" if act == "label" else ""
        Sanction.objects.create(
            decision=made, act=act, label=label, kind=held.kind, thing_id=held.thing_id, created_at=at
        )
    Case.objects.filter(pk=held.pk).update(state=State.DECIDED, decided_at=at)
    return made


def again(case: Case, at: datetime) -> Case:
    """The case opened once more, in its next round."""
    Case.objects.filter(pk=case.pk).update(state=State.OPEN, decided_at=None, opened_at=at, round=case.round + 1)
    entry(case, Sort.REOPENED, at)
    case.refresh_from_db()
    return case


def reported(case: Case, at: datetime, *, category: str = "spam") -> Report:
    """A report of nobody's."""
    return Report.objects.create(
        kind=case.kind, thing_id=case.thing_id, case=case, round=case.round, category=category, created_at=at
    )


def appealed(decision: Decision, at: datetime, state: str = "open") -> Appeal:
    """An appeal against the decision; overturned ones overturn it."""
    if state == "overturned":
        Decision.objects.filter(pk=decision.pk).update(overturned_at=at)
    ended = None if state == "open" else at
    return Appeal.objects.create(decision=decision, text="No.", state=state, decided_at=ended, created_at=at)


def flagged(at: datetime, outcome: str = "flag") -> Screening:
    """A text that screening caught."""
    return Screening.objects.create(kind="comment", thing_id=uuid4(), outcome=outcome, created_at=at)
