"""What tests of the inbox tell: events that nobody recorded, of people and things that are only ids."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

from config import clock
from notifications.inbox import services
from notifications.inbox.models import Notification
from notifications.inbox.told import Told
from notifications.types import find

_causes = count(1_000_000)


def told(
    type: str = "workbook.favorited", *, actor: Any = None, thing: UUID | None = None, group: str = "", **more: Any
) -> Told:
    """One event in the words of the inbox; what is not said is as usual."""
    declared = find(type)
    assert declared is not None
    about = ("workbook", thing) if thing is not None else None
    said = {"cause_id": next(_causes), "at": clock.now(), "group": group or f"{type}:{thing}"}
    return Told(type=declared, actor_id=getattr(actor, "pk", actor), thing=about, **{**said, **more})


def tell(person: Any, *people: Any, **said: Any) -> Told:
    """Tell these members; returns what they were told."""
    made = told(**said)
    services.tell(made, [each.pk for each in (person, *people)])
    return made


def rows(person: Any) -> list[Notification]:
    """What stands in a member's list, the newest first."""
    return list(Notification.objects.filter(recipient_id=person.pk, in_app=True).order_by("-position"))
