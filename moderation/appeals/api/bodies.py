"""The documented form of appeals, and of what makes, answers and decides them."""

from __future__ import annotations

from typing import Any

from config.api import Answer, Body
from config.api import fields as f
from moderation.appeals.choices import State
from moderation.cases.api.bodies import OwnDecision, Person, StaffDecision

ID = "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e"
AT = "2026-11-20T16:25:00Z"
MESSAGE = {"id": ID, "by": "staff", "body": "Which source did you take the numbers from?", "created_at": AT}
ON_CASE = {"id": ID, "decision": ID, "status": "open", "decided_by": None, "created_at": AT, "decided_at": None}
OWN: dict[str, Any] = {
    "id": ID,
    "decision": OwnDecision.Meta.example,
    "text": "That was no advertising: it is the source of the numbers.",
    "status": "open",
    "reason": "",
    "created_at": AT,
    "decided_at": None,
}
APPEAL: dict[str, Any] = {
    **OWN,
    "case": ID,
    "entity": {"type": "comment", "id": ID},
    "decision": StaffDecision.Meta.example,
    "appellant": Person.Meta.example,
    "decided_by": None,
    "can_decide": True,
    "version": 1,
}


class AppealMessage(Answer):
    """One turn of the dialogue; of the staff's it is not told who wrote it."""

    id = f.Id()
    by = f.Choice(["member", "staff"])
    body = f.Text()
    created_at = f.Moment()

    class Meta:
        example: dict[str, Any] = MESSAGE


class OwnAppeal(Answer):
    """An appeal as its maker sees it."""

    id = f.Id()
    decision = f.Nested(OwnDecision)
    text = f.Text()
    status = f.Choice(State.values)
    reason = f.Text()
    created_at = f.Moment()
    decided_at = f.Moment(allow_null=True)

    class Meta:
        example: dict[str, Any] = OWN


class OwnAppealWhole(OwnAppeal):
    """The same with the dialogue."""

    messages = f.Nested(AppealMessage, many=True)

    class Meta:
        example: dict[str, Any] = {**OWN, "messages": [MESSAGE]}


class StaffAppealMessage(AppealMessage):
    """The same with who wrote it."""

    author = f.Text(allow_null=True)

    class Meta:
        example: dict[str, Any] = {**MESSAGE, "author": "mo"}


class AppealedEntity(Answer):
    """What the decision was about."""

    type = f.Text()
    id = f.Id()

    class Meta:
        example: dict[str, Any] = APPEAL["entity"]


class Appeal(Answer):
    """An appeal as the staff sees it.

    `can_decide` says whether the viewer may: not about what they decided, reported or are concerned by, nor below the
    role that decided. Where nobody may, the appeal stays open until somebody joins the staff who may.
    """

    id = f.Id()
    case = f.Id()
    entity = f.Nested(AppealedEntity)
    decision = f.Nested(StaffDecision)
    appellant = f.Nested(Person, allow_null=True)
    text = f.Text()
    status = f.Choice(State.values)
    reason = f.Text()
    decided_by = f.Text(allow_null=True)
    can_decide = f.Flag()
    created_at = f.Moment()
    decided_at = f.Moment(allow_null=True)
    version = f.Integer()

    class Meta:
        example: dict[str, Any] = APPEAL


class WholeAppeal(Appeal):
    """The same with the dialogue."""

    messages = f.Nested(StaffAppealMessage, many=True)

    class Meta:
        example: dict[str, Any] = {**APPEAL, "messages": [StaffAppealMessage.Meta.example]}


class AppealOnCase(Answer):
    """An appeal in the view of a case."""

    id = f.Id()
    decision = f.Id()
    status = f.Choice(State.values)
    decided_by = f.Text(allow_null=True)
    created_at = f.Moment()
    decided_at = f.Moment(allow_null=True)

    class Meta:
        example: dict[str, Any] = ON_CASE


class AppealBody(Body):
    """Against which decision, or what was last decided on which case; and why it was wrong."""

    case = f.Id(required=False)
    decision = f.Id(required=False)
    text = f.Text(max_length=4_000, lines=True)

    class Meta:
        example = {"case": ID, "text": OWN["text"]}


class AppealMessageBody(Body):
    """A word to the other side."""

    body = f.Text(max_length=2_000, lines=True)

    class Meta:
        example = {"body": "From the yearly report, page 12."}


class DecideAppealBody(Body):
    """Whether the decision stands (`uphold`) or what it did is undone (`overturn`), and what the member is told."""

    outcome = f.Choice(["uphold", "overturn"])
    reason = f.Text(max_length=2_000, lines=True)

    class Meta:
        example = {"outcome": "overturn", "reason": "You are right: this is the source. The comment is shown again."}
