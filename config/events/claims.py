"""Claims: which deliveries a worker takes next, and for how long they are its own.

A claim is a short transaction that only one worker makes at a time. Until its lease ends, what a worker has claimed is
nobody else's. Order holds for each subscriber and subject: a delivery is not claimed while an earlier one of them is
leased or backing off. A lease that ends with no result is a process that died; of what it held, the first was running
and is charged with the crash, from then on it is claimed alone, and after three it is parked; the rest is free again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from config import clock
from config.db import wait_lock, walk_indexes
from config.events.models import Delivery, DeliveryState

BATCH = 100
MAX_CRASHES = 3
CLAIM_LOCK = "config.events.claim"


@dataclass(slots=True)
class Claim:
    """What one worker holds under one lease, in the order in which it is to be done."""

    lease: UUID
    deliveries: list[Delivery] = field(default_factory=list)
    is_full: bool = False


def claim(limit: int = BATCH) -> Claim:
    """Take up to `limit` deliveries that are due, oldest event first; none where nothing can be taken now."""
    now = clock.now()
    taken = Claim(uuid4())
    with transaction.atomic():
        wait_lock(CLAIM_LOCK)
        walk_indexes()
        found = sorted(_ready(now)[:limit], key=lambda row: (row.event_id, row.pk))
        batch = _alone_or_together(found)
        if not batch:
            return taken
        until = now + timedelta(seconds=settings.EVENTS_LEASE_SECONDS)
        free = Delivery.objects.filter(state=DeliveryState.PENDING, leased_until__isnull=True)
        if free.filter(pk__in=[row.pk for row in batch]).update(lease=taken.lease, leased_until=until) != len(batch):
            # Someone parked or deleted one by hand in this very moment; without it the order would not be sure.
            transaction.set_rollback(True)
            return taken
    taken.deliveries = batch
    taken.is_full = len(found) == limit
    return taken


def _ready(now: datetime) -> QuerySet[Delivery]:
    earlier = Delivery.objects.filter(
        subscriber=OuterRef("subscriber"),
        subject=OuterRef("subject"),
        event_id__lt=OuterRef("event_id"),
        state=DeliveryState.PENDING,
    )
    return (
        Delivery.objects.filter(state=DeliveryState.PENDING, leased_until__isnull=True, due_at__lte=now)
        .filter(~Exists(earlier.filter(leased_until__isnull=False)))
        .filter(~Exists(earlier.filter(attempts__gt=0, due_at__gt=now)))
        .select_related("event")
        .order_by("event_id")
    )


def _alone_or_together(found: list[Delivery]) -> list[Delivery]:
    if found and found[0].crashes:
        return found[:1]
    return list(takewhile(lambda row: not row.crashes, found))


def release(lease: UUID, **only: str) -> int:
    """Give back what is still held under a lease (`only` that of a subject), as if it had not been claimed."""
    held = Delivery.objects.filter(lease=lease, state=DeliveryState.PENDING, leased_until__isnull=False)
    return held.filter(**only).update(lease=None, leased_until=None)


def recover() -> int:
    """Free what dead processes held, charge the crash to what each was running, and park what has crashed too often."""
    now = clock.now()
    expired = Delivery.objects.filter(state=DeliveryState.PENDING, leased_until__lt=now)
    with transaction.atomic():
        wait_lock(CLAIM_LOCK)
        rows = list(expired.order_by("lease", "event_id", "id").values_list("pk", "lease"))
        if not rows:
            return 0
        # A process that is only slow still has the row it runs locked; then nobody has died.
        mine = expired.filter(pk__in=[pk for pk, _ in rows]).select_for_update(skip_locked=True)
        free = set(mine.values_list("pk", flat=True))
        running = {lease: pk for pk, lease in reversed(rows)}
        crashed = free & set(running.values())
        freed = Delivery.objects.filter(pk__in=free).update(lease=None, leased_until=None)
        Delivery.objects.filter(pk__in=crashed).update(
            crashes=F("crashes") + 1, last_error="The process that ran it ended without a result."
        )
        Delivery.objects.filter(pk__in=crashed, crashes__gte=MAX_CRASHES).update(
            state=DeliveryState.PARKED,
            last_error=f"Parked: {MAX_CRASHES} processes ended while they ran it.",
        )
    return freed
