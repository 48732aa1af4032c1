"""Appeals as clients see them: plain dicts, at a constant number of queries whatever the page size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.profiles.queries import author_summaries
from config.roles import Viewer
from moderation.appeals import queries
from moderation.appeals.models import Appeal
from moderation.cases import shapes as cases

if TYPE_CHECKING:
    from moderation.cases.models import Case

MOST_ON_A_CASE = 20


def own_appeals(rows: list[Appeal], viewer: Viewer) -> list[dict[str, Any]]:
    """Appeals for those who made them: nobody of the staff is named."""
    decisions = cases.own_decisions([row.decision for row in rows], viewer)
    return [
        {
            "id": row.pk,
            "decision": decision,
            "text": row.text,
            "status": row.state,
            "reason": row.reason,
            "created_at": row.created_at,
            "decided_at": row.decided_at,
        }
        for row, decision in zip(rows, decisions, strict=True)
    ]


def own_appeal(row: Appeal, viewer: Viewer) -> dict[str, Any]:
    """One appeal with its dialogue, for whoever made it."""
    messages = [
        {"id": each.pk, "by": _side(each), "body": each.body, "created_at": each.created_at}
        for each in queries.messages_of(row.pk)
    ]
    return {**own_appeals([row], viewer)[0], "messages": messages}


def appeals(rows: list[Appeal], viewer: Viewer) -> list[dict[str, Any]]:
    """Appeals for the staff's list; `can_decide` says whether the viewer may."""
    reported = queries.reported_cases(viewer, rows)
    people = author_summaries([row.appellant_id for row in rows if row.appellant_id is not None])
    decisions = cases.staff_decisions([row.decision for row in rows])
    return [
        {
            "id": row.pk,
            "case": row.decision.case_id,
            "entity": {"type": row.decision.case.kind, "id": row.decision.case.thing_id},
            "decision": decision,
            "appellant": people.get(row.appellant_id) if row.appellant_id else None,
            "text": row.text,
            "status": row.state,
            "reason": row.reason,
            "decided_by": row.decided_by.username if row.decided_by else None,
            "can_decide": queries.can_decide(viewer, row, reported),
            "created_at": row.created_at,
            "decided_at": row.decided_at,
            "version": row.version,
        }
        for row, decision in zip(rows, decisions, strict=True)
    ]


def appeal(row: Appeal, viewer: Viewer) -> dict[str, Any]:
    """One appeal with its dialogue, for the staff, who see who wrote."""
    messages = [
        {
            "id": each.pk,
            "by": _side(each),
            "author": each.author.username if each.author else None,
            "body": each.body,
            "created_at": each.created_at,
        }
        for each in queries.messages_of(row.pk)
    ]
    return {**appeals([row], viewer)[0], "messages": messages}


def appeals_on_case(viewer: Viewer, case: Case) -> list[dict[str, Any]]:
    """The appeals against a case's decisions, for the staff."""
    return [
        {
            "id": row.pk,
            "decision": row.decision_id,
            "status": row.state,
            "decided_by": row.decided_by.username if row.decided_by else None,
            "created_at": row.created_at,
            "decided_at": row.decided_at,
        }
        for row in queries.appeals_on_case(case.pk)[:MOST_ON_A_CASE]
    ]


def _side(message: Any) -> str:
    return "staff" if message.is_staff else "member"
