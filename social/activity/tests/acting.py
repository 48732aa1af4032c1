"""Deeds that make items, and feeds as tests read them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from config import clock
from social.activity.keys import item_id
from social.activity.models import ActivityEvent

_numbers = count(1 << 40)


def item_of(
    actor: Any,
    *,
    verb: str = "used",
    kind: str = "profile",
    thing: UUID | None = None,
    ago: timedelta = timedelta(),
    **values: Any,
) -> ActivityEvent:
    """An item that stands already, about the actor themselves if nothing else is said."""
    at: datetime = clock.now() - ago
    return ActivityEvent.objects.create(
        id=item_id(at, next(_numbers)),
        actor=actor,
        verb=verb,
        kind=kind,
        thing_id=thing or actor.pk,
        occurred_at=at,
        **values,
    )


def told(answer: Any) -> list[tuple[str, str]]:
    """The entries of a page as who did what."""
    assert answer.status_code == 200, answer.content
    return [(each["actor"]["username"], each["verb"]) for each in answer.json()["results"]]


def nobody() -> UUID:
    """An id that nothing has."""
    return uuid4()
