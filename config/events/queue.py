"""The state of what is owed, and trying again what is stuck."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from config import clock
from config.events.models import Delivery, DeliveryState
from config.events.wakeup import wakeup


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is owed, and of it what backs off and what is leased; what is parked; the age of the oldest."""

    owed: int
    backing_off: int
    leased: int
    parked: int
    oldest_seconds: float


def backlog() -> Backlog:
    """The state of deliveries, for metrics and health."""
    now = clock.now()
    pending = Q(state=DeliveryState.PENDING)
    counts = Delivery.objects.aggregate(
        owed=Count("id", filter=pending),
        backing_off=Count("id", filter=pending & Q(due_at__gt=now)),
        leased=Count("id", filter=pending & Q(leased_until__isnull=False)),
        parked=Count("id", filter=Q(state=DeliveryState.PARKED)),
    )
    oldest = Delivery.objects.filter(pending).order_by("event_id").values_list("event__occurred_at", flat=True).first()
    age = max((now - oldest).total_seconds(), 0.0) if oldest else 0.0
    return Backlog(**counts, oldest_seconds=age)


def at_stage(deliveries: QuerySet[Delivery], stage: str) -> QuerySet[Delivery]:
    """Those of `deliveries` that are `waiting`, `backing_off` or `parked`."""
    pending, failed = deliveries.filter(state=DeliveryState.PENDING), Q(attempts__gt=0) | Q(crashes__gt=0)
    if stage == "parked":
        return deliveries.filter(state=DeliveryState.PARKED)
    return pending.filter(failed) if stage == "backing_off" else pending.exclude(failed)


def stages() -> dict[str, int]:
    """How many deliveries are waiting, backing off and parked."""
    failed, pending = Q(attempts__gt=0) | Q(crashes__gt=0), Q(state=DeliveryState.PENDING)
    return Delivery.objects.aggregate(
        waiting=Count("id", filter=pending & ~failed),
        backing_off=Count("id", filter=pending & failed),
        parked=Count("id", filter=~pending),
    )


def stuck() -> QuerySet[Delivery]:
    """Deliveries that have failed or crashed and are still owed, parked ones included, oldest first."""
    failed = Q(attempts__gt=0) | Q(crashes__gt=0) | Q(state=DeliveryState.PARKED)
    return Delivery.objects.filter(failed).select_related("event").order_by("event_id", "id")


def retry(deliveries: QuerySet[Delivery]) -> int:
    """Have these tried again at once, with all their attempts before them; those under way are left alone."""
    with transaction.atomic():
        count = deliveries.filter(leased_until__isnull=True).update(
            state=DeliveryState.PENDING, attempts=0, crashes=0, due_at=clock.now()
        )
        transaction.on_commit(wakeup.signal, robust=True)
    return count
