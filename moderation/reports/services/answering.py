"""Whoever reported learns what came of it, and never who decided."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from config import clock
from config.events import record
from moderation.cases.choices import Outcome
from moderation.cases.queries import decision_by_id
from moderation.reports.choices import State
from moderation.reports.events import ReportAnswered
from moderation.reports.models import Report

BATCH = 500


@transaction.atomic
def answer_reports(*, decision_id: UUID) -> int:
    """Answer the open reports of the round that this decision ended, and of those before; again answers none."""
    decision = decision_by_id(decision_id)
    if decision is None:
        return 0
    state = State.UPHELD if decision.outcome == Outcome.ACTED else State.DISMISSED
    theirs = Q(case_id=decision.case_id, round__lte=decision.round, state=State.OPEN)
    return _answer(theirs, state, decision.made_by_id)


@transaction.atomic
def answer_overturned(*, decision_id: UUID) -> int:
    """Those that an overturned decision upheld were not right after all, and their reporters learn it."""
    decision = decision_by_id(decision_id)
    if decision is None:
        return 0
    theirs = Q(case_id=decision.case_id, round=decision.round, state__in=[State.OPEN, State.UPHELD])
    return _answer(theirs, State.DISMISSED, decision.overturned_by_id)


def tell_answer(report: Report, *, actor_id: UUID | None) -> None:
    """Record that a report was answered."""
    record(
        ReportAnswered(
            actor_id=actor_id,
            report_id=report.pk,
            reporter_id=report.reporter_id,
            kind=report.kind,
            thing_id=report.thing_id,
            state=str(report.state),
        )
    )


def _answer(theirs: Q, state: State, actor_id: UUID | None) -> int:
    answered = 0
    while batch := list(Report.objects.select_for_update(no_key=True).filter(theirs).order_by("id")[:BATCH]):
        now = clock.now()
        Report.objects.filter(pk__in=[row.pk for row in batch]).update(state=state, answered_at=now)
        for row in batch:
            row.state, row.answered_at = state, now
            tell_answer(row, actor_id=actor_id)
        answered += len(batch)
    return answered
