"""Reports as clients see them: plain dicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config.roles import Viewer
from moderation.reports import queries
from moderation.reports.models import Report

if TYPE_CHECKING:
    from moderation.cases.models import Case

MOST_ON_A_CASE = 50


def reports(rows: list[Report], viewer: Viewer) -> list[dict[str, Any]]:
    """Reports for those who made them: what came of them, and never who decided."""
    return [report(row) for row in rows]


def report(row: Report) -> dict[str, Any]:
    """One report, for whoever made it."""
    return {
        "id": row.pk,
        "status": row.state,
        "entity": {"type": row.kind, "id": row.thing_id, "title": row.title},
        "category": row.category,
        "text": row.text,
        "created_at": row.created_at,
        "answered_at": row.answered_at,
    }


def reports_on_case(viewer: Viewer, case: Case) -> list[dict[str, Any]]:
    """The newest reports on a case, for the staff: who reported, and what came of their reports so far."""
    rows = list(queries.reports_on(case.pk)[:MOST_ON_A_CASE])
    records = queries.records_of({row.reporter_id for row in rows if row.reporter_id is not None})
    return [_on_case(row, records.get(row.reporter_id) if row.reporter_id else None) for row in rows]


def _on_case(row: Report, record: queries.Record | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "round": row.round,
        "category": row.category,
        "text": row.text,
        "status": row.state,
        "reporter": row.reporter.username if row.reporter else None,
        "record": record
        and {
            "upheld": record.upheld,
            "dismissed": record.dismissed,
            "open": record.open,
            "weight": record.weight,
        },
        "created_at": row.created_at,
        "answered_at": row.answered_at,
    }
