"""A decision on a case answers those who reported; one that is overturned answers them anew."""

from __future__ import annotations

from config.events import DomainEvent, subscribe
from moderation.cases.events import CaseDecided, DecisionOverturned
from moderation.reports import services


@subscribe(CaseDecided, as_="reports.answer")
def answer(event: CaseDecided, *, cause: DomainEvent) -> None:
    services.answer_reports(decision_id=event.decision_id)


@subscribe(DecisionOverturned, as_="reports.answer_overturned")
def answer_overturned(event: DecisionOverturned, *, cause: DomainEvent) -> None:
    services.answer_overturned(decision_id=event.decision_id)
