"""Decisions and sanctions for tests: a decision is made by hand, since the cases that make them lie above."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from config import clock
from moderation.cases.models import Case, Decision
from moderation.sanctions import services
from moderation.sanctions.models import Sanction


def decided(thing_id: UUID, *, kind: str = "workbook") -> UUID:
    """A decision about a thing, in the next round of its case."""
    now = clock.now()
    case, _made = Case.objects.get_or_create(
        kind=kind, thing_id=thing_id, defaults={"opened_at": now, "due_at": now, "state": "decided", "decided_at": now}
    )
    number = Decision.objects.filter(case=case).count() + 1
    return Decision.objects.create(case=case, round=number, outcome="acted", category="other").pk


def on_thing(actor: Any, act: str, thing: Any, *, kind: str = "workbook", **rest: Any) -> Sanction:
    """A sanction on a workbook, a comment or whatever has an author."""
    if "decision_id" not in rest:
        rest["decision_id"] = decided(thing.pk, kind=kind)
    rest.setdefault("member_id", thing.author_id)
    return services.impose(actor=actor, kind=kind, thing_id=thing.pk, act=act, **rest)


def on_member(actor: Any, act: str, member: Any, **rest: Any) -> Sanction:
    """A sanction on a member, in a case about their profile."""
    if "decision_id" not in rest:
        rest["decision_id"] = decided(member.pk, kind="profile")
    return services.impose(actor=actor, kind="profile", thing_id=member.pk, member_id=member.pk, act=act, **rest)


def days(number: float) -> datetime:
    """So many days from now."""
    return clock.now() + timedelta(days=number)


def standing(member: Any) -> tuple[str, datetime | None]:
    """The state of an account, and until when."""
    member.refresh_from_db()
    return member.status, member.status_until
