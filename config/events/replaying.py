"""Replaying the log: owing events again to those who hear them now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min, QuerySet

from config import clock
from config.events import subscriptions
from config.events.event import event_class
from config.events.models import Delivery, DomainEvent
from config.events.wakeup import wakeup

CHUNK = 5000


def replay(
    *,
    first_id: int | None = None,
    last_id: int | None = None,
    since: datetime | None = None,
    names: Iterable[str] = (),
    subscribers: Iterable[str] = (),
) -> int:
    """Owe the events of that range again, to all who hear them now or to the named subscribers alone.

    What is owed already is not owed twice. The log is walked in pieces by id, so that it may be of any length.
    """
    only = frozenset(subscribers)
    unknown = sorted(name for name in only if subscriptions.subscriber(name) is None)
    if unknown:
        raise LookupError(f"no durable subscriber has the name {', '.join(unknown)}")
    wanted = DomainEvent.objects.all()
    if since is not None:
        wanted = wanted.filter(occurred_at__gte=since)
    if name_list := list(names):
        wanted = wanted.filter(name__in=name_list)
    count = 0
    for low, high in _pieces(first_id, last_id):
        with transaction.atomic():
            count += _owe(wanted.filter(pk__gte=low, pk__lte=high).order_by("pk"), only)
            transaction.on_commit(wakeup.signal, robust=True)
    return count


def _pieces(first_id: int | None, last_id: int | None) -> Iterator[tuple[int, int]]:
    ends = DomainEvent.objects.aggregate(low=Min("pk"), high=Max("pk"))
    if ends["low"] is None:
        return
    low = max(ends["low"], first_id if first_id is not None else ends["low"])
    high = min(ends["high"], last_id if last_id is not None else ends["high"])
    for start in range(low, high + 1, CHUNK):
        yield start, min(start + CHUNK - 1, high)


def _owe(events: QuerySet[DomainEvent], only: frozenset[str]) -> int:
    now = clock.now()
    found = list(events.values_list("pk", "name", "subject"))
    if not found:
        return 0
    in_piece = Delivery.objects.filter(event_id__gte=found[0][0], event_id__lte=found[-1][0])
    owed_already = set(in_piece.values_list("event_id", "subscriber"))
    rows = [
        Delivery(event_id=pk, subscriber=subscriber.name, subject=subject, due_at=now)
        for pk, name, subject in found
        if (cls := event_class(name)) is not None
        for subscriber in subscriptions.subscribers_of(cls)
        if (not only or subscriber.name in only) and (pk, subscriber.name) not in owed_already
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)
