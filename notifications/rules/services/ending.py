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
from notifications.inbox.seeing import readers, who_sees
from notifications.rules.locks import hold_things
from notifications.rules.rule import Ending, Gone, endings_for, gone_for
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
            count += _take_back_thing(gone, getattr(event, gone.field))
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


def _take_back_thing(gone: Gone, thing_id: UUID) -> int:
    hold_things([thing_id])
    causes = inbox.causes_about(gone.kind, thing_id)
    if gone.owner_sees:
        causes &= ~Q(recipient_id=entities.kind(gone.kind).owner_of(thing_id))
    if gone.some_see:
        members = list(readers(inbox.recipients_of(causes)).values())
        causes &= ~Q(recipient_id__in=who_sees(gone.kind, thing_id, members))
    return inbox.take_back(causes)
