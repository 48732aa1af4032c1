"""What cases and decisions look like in the documentation."""

from __future__ import annotations

from typing import Any

ID = "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e"
AT = "2026-11-20T16:25:00Z"
PERSON: dict[str, Any] = {"id": ID, "username": "ana", "full_name": "Ana Ruiz", "avatar_url": None}
ENTITY: dict[str, Any] = {"type": "comment", "id": ID, "title": "Budget", "url": f"/w/{ID}#comment-{ID}"}
ACTION: dict[str, Any] = {
    "id": ID,
    "kind": "hide",
    "label": "",
    "until": None,
    "is_in_force": True,
    "ended_as": "",
}
STAFF_ACTION: dict[str, Any] = {**ACTION, "note": ""}
DECISION: dict[str, Any] = {
    "id": ID,
    "outcome": "acted",
    "category": "spam",
    "reason": "This is advertising.",
    "actions": [ACTION],
    "title": "Budget",
    "excerpt": "Get your casino bonus today",
    "created_at": AT,
    "overturned_at": None,
}
OWN_DECISION: dict[str, Any] = {**DECISION, "case": ID, "entity": ENTITY, "can_appeal_until": "2026-12-20T16:25:00Z"}
STAFF_DECISION: dict[str, Any] = {
    **DECISION,
    "actions": [STAFF_ACTION],
    "round": 1,
    "note": "The third one this week.",
    "made_by": "mo",
    "overturned_by": None,
}
CASE: dict[str, Any] = {
    "id": ID,
    "entity": ENTITY,
    "owner": PERSON,
    "status": "open",
    "category": "spam",
    "priority": "low",
    "score": 15,
    "needs_role": "moderator",
    "assignee": None,
    "round": 1,
    "reports": 1,
    "flags": 0,
    "flagged_for": [],
    "categories": [{"category": "spam", "count": 1}],
    "reach": 0,
    "created_at": AT,
    "opened_at": AT,
    "claimed_at": None,
    "due_at": "2026-11-23T16:25:00Z",
    "decided_at": None,
    "is_overdue": False,
    "version": 1,
}
ENTRY: dict[str, Any] = {
    "id": ID,
    "sort": "opened",
    "actor": "ben",
    "text": "",
    "facts": {"round": 1},
    "created_at": AT,
}
REASON: dict[str, Any] = {"code": "casino-spam", "outcome": "flag", "matched": "casino bonus"}
SCREENING: dict[str, Any] = {
    "outcome": "flag",
    "excerpt": "Get your casino bonus today",
    "reasons": [REASON],
    "created_at": AT,
    "settled_at": None,
    "settled_as": "",
}
RECORD: dict[str, Any] = {"actions": {"warn": 1, "hide": 2}, "points": 3, "in_force": [], "suggested": ["mute"]}
WHOLE_CASE: dict[str, Any] = {
    **CASE,
    "text": "Get your casino bonus today",
    "text_digest": "5f1c8a1d0c5c4a0b9e8d7c6b5a493827",
    "screenings": [SCREENING],
    "owner_record": RECORD,
    "entries": [ENTRY],
    "decisions": [],
}
