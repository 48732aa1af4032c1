"""Writing a case's history, and holding a case while something happens to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from config import clock
from config.errors import Forbidden
from config.roles import Role, Viewer, at_least
from moderation.cases.errors import CaseNotFound
from moderation.cases.models import Case, CaseEntry
from moderation.cases.queries import cases_visible_to


def add_entry(
    *, case_id: UUID, sort: str, actor_id: UUID | None, text: str = "", data: Mapping[str, Any] | None = None
) -> CaseEntry:
    """Add a line to the history of a case, in the caller's transaction."""
    return CaseEntry.objects.create(
        case_id=case_id, sort=sort, actor_id=actor_id, text=text, data=dict(data or {}), created_at=clock.now()
    )


def hold(actor: Viewer, case_id: UUID) -> Case:
    """The case, locked, if `actor` may see it."""
    if not at_least(actor, Role.MODERATOR):
        raise Forbidden
    case = cases_visible_to(actor).select_for_update(no_key=True).filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    return case


def keep(case: Case, fields: Iterable[str], *, is_news: bool = True) -> None:
    """Save these fields; what is news to whoever decides makes another version of the case."""
    case.updated_at = clock.now()
    case.version += int(is_news)
    case.save(update_fields=[*fields, "updated_at", "version"])
