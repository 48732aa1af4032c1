"""Items follow the log: made by what happened, taken back by what ended it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from config import clock
from config.db import wait_lock
from config.events import DomainEvent, Event
from social.activity import causes
from social.activity.inserting import put_unless_ended
from social.activity.keys import is_of_before
from social.activity.models import ActivityEvent


def oldest_kept() -> datetime:
    """From when on items are kept."""
    return clock.now() - timedelta(days=settings.ACTIVITY_KEPT_DAYS)


@transaction.atomic
def keep_up(*, event: Event, cause: DomainEvent) -> int:
    """Make the item of an event, and take back what the event ends; how many items came or went. Again does nothing."""
    return _make(event, cause) + _take_back(event, cause)


def _make(event: Event, cause: DomainEvent) -> int:
    item = causes.item_of(event, cause)
    if item is None or cause.occurred_at < oldest_kept():
        return 0
    endings = causes.endings_of(type(event))
    if any(ending.back.may_be_turned for ending in endings):
        _hold_pair(item.actor_id, item.thing_id)
    return int(put_unless_ended(item, cause.pk, endings))


def _take_back(event: Event, cause: DomainEvent) -> int:
    ended = list(causes.ended_by(event))
    if not ended:
        return 0
    wanted = Q()
    for each in ended:
        if each.back.may_be_turned:
            _hold_pair(each.actor_id, each.thing_id)
        for actor_id, thing_id in each.back.sides(each.actor_id, each.thing_id):
            wanted |= Q(verb=each.verb, kind=each.kind, actor_id=actor_id, thing_id=thing_id)
    found = ActivityEvent.objects.filter(wanted).values_list("pk", flat=True)
    before = [pk for pk in found if is_of_before(pk, cause.occurred_at, cause.pk)]
    if before:
        ActivityEvent.objects.filter(pk__in=before).delete()
    return len(before)


def _hold_pair(one: object, other: object) -> None:
    """Whoever of two may end what the other began: their events have different subjects, and come in any order."""
    low, high = sorted((str(one), str(other)))
    wait_lock(f"activity:{low}:{high}")
