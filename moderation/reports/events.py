"""What is reported and what came of it: ids and words of lists, never a text."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class ReportFiled(Event, wire="report.filed", subject="report_id"):
    """A member reported a thing."""

    actor_id: UUID | None
    report_id: UUID
    case_id: UUID
    kind: str
    thing_id: UUID
    category: str


class ReportAnswered(Event, wire="report.answered", subject="report_id"):
    """Its case was decided: `state` is upheld or dismissed. `actor_id` is never told to the reporter."""

    actor_id: UUID | None
    report_id: UUID
    reporter_id: UUID | None
    kind: str
    thing_id: UUID
    state: str
