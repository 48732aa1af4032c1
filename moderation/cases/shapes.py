"""Cases and decisions as clients see them: plain dicts, at a constant number of queries whatever the page size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts.profiles.queries import author_summaries
from config import clock, entities
from config.roles import Viewer
from moderation.cases import queries
from moderation.cases.appealable import appealable_until, appealed_of
from moderation.cases.choices import State
from moderation.cases.models import Case, CaseEntry, Decision
from moderation.cases.sections import filled_sections
from moderation.cases.texts import digest_of, text_of
from moderation.sanctions import queries as sanctions
from moderation.screening.queries import screenings_of

if TYPE_CHECKING:
    from moderation.sanctions.models import Sanction

MOST_ENTRIES, MOST_DECISIONS, MOST_SCREENINGS = 100, 20, 5


def cases(rows: list[Case], viewer: Viewer) -> list[dict[str, Any]]:
    """Cases for the queue."""
    ids = [row.pk for row in rows]
    named = _summaries(rows)
    people = author_summaries([pk for row in rows for pk in (row.owner_id, row.assignee_id) if pk is not None])
    categories, flags = queries.reported_categories(ids), queries.flags_of(ids)
    return [_case(row, named, people, categories.get(row.pk, {}), flags.get(row.pk, [])) for row in rows]


def case(row: Case, viewer: Viewer) -> dict[str, Any]:
    """One case with all that it takes to decide it."""
    text = text_of(row.kind, row.thing_id)
    return {
        **cases([row], viewer)[0],
        "text": text,
        "text_digest": digest_of(text),
        "screenings": [_screening(each) for each in screenings_of(row.kind, row.thing_id)[:MOST_SCREENINGS]],
        "owner_record": _record(row.owner_id),
        "entries": [_entry(each) for each in queries.entries_of(row.pk)[:MOST_ENTRIES]],
        "decisions": _decisions(row.pk),
        **filled_sections(viewer, row),
    }


def own_decisions(rows: list[Decision], viewer: Viewer) -> list[dict[str, Any]]:
    """Decisions as those see them whom they are about: who decided is not told."""
    ids = [row.pk for row in rows]
    imposed, appealed = sanctions.sanctions_of(ids), appealed_of(ids)
    named = _summaries([row.case for row in rows])
    return [_own(row, imposed.get(row.pk, []), named, is_appealed=row.pk in appealed) for row in rows]


def _summaries(rows: Iterable[Case]) -> dict[tuple[str, UUID], entities.Summary]:
    """What the things are called, with one query a kind."""
    by_kind: dict[str, list[UUID]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.thing_id)
    found: dict[tuple[str, UUID], entities.Summary] = {}
    for name, ids in sorted(by_kind.items()):
        try:
            summaries = entities.kind(name).summaries(ids)
        except entities.UnknownKind:
            continue
        found |= {(name, pk): summary for pk, summary in summaries.items()}
    return found


def _entity(row: Case, named: dict[tuple[str, UUID], entities.Summary], title: str = "") -> dict[str, Any]:
    summary = named.get((row.kind, row.thing_id))
    return {
        "type": row.kind,
        "id": row.thing_id,
        "title": summary.title if summary else title,
        "url": summary.url if summary else None,
    }


def _case(
    row: Case,
    named: dict[tuple[str, UUID], entities.Summary],
    people: dict[UUID, dict[str, Any]],
    categories: dict[str, int],
    flags: list[str],
) -> dict[str, Any]:
    return {
        "id": row.pk,
        "entity": _entity(row, named),
        "owner": people.get(row.owner_id) if row.owner_id else None,
        "status": row.state,
        "category": row.category,
        "priority": row.priority,
        "score": row.score,
        "needs_role": row.needs_role,
        "assignee": people.get(row.assignee_id) if row.assignee_id else None,
        "round": row.round,
        "reports": row.report_count,
        "flags": len(flags),
        "flagged_for": flags,
        "categories": [{"category": name, "count": number} for name, number in sorted(categories.items())],
        "reach": row.reach,
        "created_at": row.created_at,
        "opened_at": row.opened_at,
        "claimed_at": row.claimed_at,
        "due_at": row.due_at,
        "decided_at": row.decided_at,
        "is_overdue": row.state != State.DECIDED and row.due_at <= clock.now(),
        "version": row.version,
    }


def _screening(row: Any) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "excerpt": row.excerpt,
        "reasons": [
            {"code": reason.code, "outcome": reason.outcome, "matched": reason.matched}
            for reason in sorted(row.reasons.all(), key=lambda reason: reason.pk)
        ],
        "created_at": row.created_at,
        "settled_at": row.settled_at,
        "settled_as": row.settled_as,
    }


def _record(owner_id: UUID | None) -> dict[str, Any] | None:
    if owner_id is None:
        return None
    return {**sanctions.record_of(owner_id), "suggested": sanctions.suggested(owner_id)}


def _entry(row: CaseEntry) -> dict[str, Any]:
    return {
        "id": row.pk,
        "sort": row.sort,
        "actor": row.actor.username if row.actor else None,
        "text": row.text,
        "facts": row.data,
        "created_at": row.created_at,
    }


def _decisions(case_id: UUID) -> list[dict[str, Any]]:
    return staff_decisions(list(queries.decisions_of(case_id)[:MOST_DECISIONS]))


def staff_decisions(rows: list[Decision]) -> list[dict[str, Any]]:
    """Decisions as the staff sees them, with who made them and who overturned them."""
    imposed = sanctions.sanctions_of([row.pk for row in rows])
    return [
        {
            **_decision(row, ()),
            "actions": [_done(sanction) | {"note": sanction.note} for sanction in imposed.get(row.pk, [])],
            "round": row.round,
            "note": row.note,
            "made_by": row.made_by.username if row.made_by else None,
            "overturned_by": row.overturned_by.username if row.overturned_by else None,
        }
        for row in rows
    ]


def _decision(row: Decision, imposed: Iterable[Sanction]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "outcome": row.outcome,
        "category": row.category,
        "reason": row.reason,
        "actions": [_done(sanction) for sanction in imposed],
        "title": row.title,
        "excerpt": row.excerpt,
        "created_at": row.created_at,
        "overturned_at": row.overturned_at,
    }


def _done(row: Sanction) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.act,
        "label": row.label,
        "until": row.until,
        "is_in_force": row.ended_at is None,
        "ended_as": row.ended_as,
    }


def _own(
    row: Decision, imposed: list[Sanction], named: dict[tuple[str, UUID], entities.Summary], *, is_appealed: bool
) -> dict[str, Any]:
    return {
        **_decision(row, imposed),
        "case": row.case_id,
        "entity": _entity(row.case, named, row.title),
        "can_appeal_until": None if is_appealed else appealable_until(row, imposed),
    }
