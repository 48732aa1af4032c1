"""Whether a message may go out now: everyone may see what it is about, in the state in which it is at this moment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from config import entities
from config.roles import ANONYMOUS
from notifications.webhooks.opened import OPEN, Open, Rule
from social.graph import queries as graph
from social.people.queries import visible_people
from workbooks.catalog import queries as catalog
from workbooks.engagement import queries as engagement

_WAS_SHOWN = {"workbook": catalog.was_public, "comment": engagement.was_public_comment}


def may_go_out(wire: str, data: dict[str, Any]) -> bool:
    """Ask the rule of a type; no where the type is open no more."""
    declared = OPEN.get(wire)
    if declared is None:
        return False
    if declared.rule == Rule.ALWAYS:
        return True
    return _thing_passes(declared, data) and all(
        _is_open(UUID(data[field]), choice) for field, choice in declared.people
    )


def _thing_passes(declared: Open, data: dict[str, Any]) -> bool:
    if not declared.kind:
        return True
    thing_id = UUID(data[declared.thing])
    if declared.rule == Rule.WAS_SHOWN:
        return _WAS_SHOWN[declared.kind](thing_id)
    kind = entities.kind(declared.kind)
    seen = kind.visible_to(ANONYMOUS).filter(pk=thing_id).exists()
    return seen and kind.in_feeds is not None and kind.in_feeds(ANONYMOUS).filter(pk=thing_id).exists()


def _is_open(user_id: UUID, choice: str) -> bool:
    chosen: Q = graph.allowed_by(ANONYMOUS, "pk", f"profile__{choice}")
    return visible_people(ANONYMOUS).filter(chosen, pk=user_id).exists()
