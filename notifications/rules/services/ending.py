"""Ending: an event takes back what earlier ones told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.users.events import StatusChanged
from config import entities
from config.events import Event
from config.roles import SIGNED_IN_STATES
from notifications.inbox import services as inbox
from notifications.rules.locks import hold_things
from notifications.rules.rule import Ending, endings_for, gone_for
from social.graph.events import UserBlocked


@transaction.atomic
def end(*, event: Event) -> int:
    """Take back what the event ends: what it undoes, things that are gone, people who are kept away."""
    cls = type(event)
    endings = list(endings_for(cls))
    hold_things(getattr(event, each.thing) for each in endings if each.thing)
    count = sum(inbox.take_back(_ended(each, event)) for each in endings)
    for gone in gone_for(cls.wire):
        if gone.when(event):
            count += _take_back_thing(gone.kind, getattr(event, gone.field), owner_sees=gone.owner_sees)
    if isinstance(event, UserBlocked):
        count += inbox.take_back(inbox.causes_between(event.actor_id, event.person_id))
    return count


def closed(event: Event) -> UUID | None:
    """Whose account the event closes: what they did leaves inboxes by a job, since it may be very much."""
    if isinstance(event, StatusChanged) and event.after not in SIGNED_IN_STATES:
        return event.user_id
    return None


def _ended(ending: Ending, event: Any) -> Q:
    found = Q(type__in=ending.types)
    for column, field in (("actor_id", ending.actor), ("thing_id", ending.thing), ("recipient_id", ending.recipient)):
        if field:
            found &= Q(**{column: getattr(event, field)})
    return found


def _take_back_thing(kind: str, thing_id: UUID, *, owner_sees: bool) -> int:
    hold_things([thing_id])
    owner_id = entities.kind(kind).owner_of(thing_id) if owner_sees else None
    return inbox.take_back(inbox.causes_about(kind, thing_id, besides=owner_id))
