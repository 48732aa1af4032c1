"""The documented form of reports."""

from __future__ import annotations

from typing import Any

from config.api import Answer, Body
from config.api import fields as f
from moderation.cases.choices import Category
from moderation.reports.choices import State
from moderation.reports.services.filing import LONGEST

_ID, _AT = "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e", "2026-11-20T16:25:00Z"
_REPORT: dict[str, Any] = {
    "id": _ID,
    "status": "open",
    "entity": {"type": "comment", "id": _ID, "title": "Budget"},
    "category": "spam",
    "text": "The same text stands under ten workbooks.",
    "created_at": _AT,
    "answered_at": None,
}
_RECORD = {"upheld": 3, "dismissed": 1, "open": 1, "weight": 13}


class ReportedEntity(Answer):
    """What was reported. `title` is what it was called then."""

    type = f.Text()
    id = f.Id()
    title = f.Text()

    class Meta:
        example = _REPORT["entity"]


class Report(Answer):
    """A report, and what came of it."""

    id = f.Id()
    status = f.Choice(State.values)
    entity = f.Nested(ReportedEntity)
    category = f.Choice(Category.values)
    text = f.Text()
    created_at = f.Moment()
    answered_at = f.Moment(allow_null=True)

    class Meta:
        example = _REPORT


class ReportBody(Body):
    """What is reported, and for what."""

    entity_type = f.Text(max_length=40)
    entity_id = f.Id()
    category = f.Choice(Category.values)
    text = f.Text(max_length=LONGEST, lines=True, required=False, allow_blank=True)

    class Meta:
        example = {"entity_type": "comment", "entity_id": _ID, "category": "spam", "text": _REPORT["text"]}


class ReporterRecord(Answer):
    """How a reporter's reports ended. `weight` is what one weighs, in tenths of one by somebody without a record."""

    upheld = f.Integer()
    dismissed = f.Integer()
    open = f.Integer()
    weight = f.Integer()

    class Meta:
        example = _RECORD


class ReportOnCase(Answer):
    """A report as the staff sees it. Who reported is null where they are gone."""

    id = f.Id()
    round = f.Integer()
    category = f.Choice(Category.values)
    text = f.Text()
    status = f.Choice(State.values)
    reporter = f.Text(allow_null=True)
    record = f.Nested(ReporterRecord, allow_null=True)
    created_at = f.Moment()
    answered_at = f.Moment(allow_null=True)

    class Meta:
        example = {
            "id": _ID,
            "round": 1,
            "category": "spam",
            "text": "",
            "status": "open",
            "reporter": "ben",
            "record": _RECORD,
            "created_at": _AT,
            "answered_at": None,
        }
