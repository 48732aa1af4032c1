"""What members are told of moderation: of decisions about what is theirs, of their reports and their appeals.

Who decided is not told. What is told here stays, whatever becomes of the thing: it may be gone because of it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from moderation.appeals.events import AppealDecided, AppealMessageWritten
from moderation.cases.choices import Outcome
from moderation.cases.events import CaseDecided, DecisionOverturned
from moderation.cases.queries import decision_by_id
from moderation.reports.events import ReportAnswered
from notifications.rules.rule import Rule, register
from notifications.types import shipped as types


def _thing(event: Any) -> tuple[str, UUID]:
    return (event.kind, event.thing_id)


def _thing_of_decision(event: DecisionOverturned) -> tuple[str, UUID] | None:
    found = decision_by_id(event.decision_id)
    return (found.case.kind, found.case.thing_id) if found is not None else None


register(
    Rule(
        types.DECIDED,
        CaseDecided,
        recipients=lambda event: [event.owner_id],
        actor="",
        thing=_thing,
        group=lambda event: f"{types.DECIDED.name}:{event.decision_id}",
        data=lambda event: {"outcome": event.outcome, "is_own": True},
        unless=lambda event: event.outcome != Outcome.ACTED,
        stays=True,
    ),
    Rule(
        types.OVERTURNED,
        DecisionOverturned,
        recipients=lambda event: [event.owner_id],
        actor="",
        thing=_thing_of_decision,
        group=lambda event: f"{types.OVERTURNED.name}:{event.decision_id}",
        data=lambda event: {"is_own": True},
        stays=True,
    ),
    Rule(
        types.REPORT_ANSWERED,
        ReportAnswered,
        recipients=lambda event: [event.reporter_id],
        actor="",
        thing=_thing,
        group=lambda event: f"{types.REPORT_ANSWERED.name}:{event.report_id}",
        data=lambda event: {"state": event.state},
        stays=True,
    ),
    Rule(
        types.APPEAL_ANSWERED,
        AppealDecided,
        recipients=lambda event: [event.appellant_id],
        actor="",
        group=lambda event: f"{types.APPEAL_ANSWERED.name}:{event.appeal_id}",
        data=lambda event: {"state": event.state},
        stays=True,
    ),
    Rule(
        types.APPEAL_MESSAGE,
        AppealMessageWritten,
        recipients=lambda event: [event.to_id],
        actor="",
        group=lambda event: f"{types.APPEAL_MESSAGE.name}:{event.appeal_id}",
        stays=True,
    ),
)
