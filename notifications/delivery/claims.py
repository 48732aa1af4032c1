"""Claims: which deliveries a worker takes next, and for how long they are its own.

As in the event log (`config.events.claims`), a claim is a short transaction that one worker makes at a time for one
channel, committed before anything is sent. Urgent ones come first, then whatever is due longest. Order holds for one
recipient, channel and thread, and for push for one device: a delivery is not claimed while an earlier one of them is
leased or backs off; one that was put off until later and never tried holds nobody up. A lease that ends with no result
is a process that died; of what it held, the first was being sent and is charged with the crash, from then on it is
claimed alone, and after three it is a dead letter; the rest is free again.
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
from notifications.delivery import recording
from notifications.delivery.models import Delivery
from notifications.delivery.states import State
from notifications.types import Channel

BATCH = 250
MAX_CRASHES = 3
_LOCK = "notifications.delivery.claim"


@dataclass(slots=True)
class Claim:
    """What one worker holds under one lease, in the order in which it is to be sent.

    `settled` are the keys of those of whom was written down what became of them: they are held no longer.
    """

    lease: UUID
    rows: list[Delivery] = field(default_factory=list)
    settled: set[UUID] = field(default_factory=set)
    is_full: bool = False
    renewed_at: datetime = field(default_factory=clock.now)


def claim(channel: Channel, limit: int = BATCH) -> Claim:
    """Take up to `limit` deliveries of that channel that are due; none where nothing can be taken now."""
    now = clock.now()
    taken = Claim(uuid4(), renewed_at=now)
    with transaction.atomic():
        wait_lock(f"{_LOCK}.{channel}")
        walk_indexes()
        found = list(_ready(channel, now, is_urgent=True)[:limit])
        if len(found) < limit:
            found += list(_ready(channel, now, is_urgent=False)[: limit - len(found)])
        batch = _alone_or_together(found)
        if not batch:
            return taken
        # The rows are locked. By their keys and nothing else: told that they wait and are free, PostgreSQL would walk
        # all that wait to find them.
        mine = Delivery.objects.filter(pk__in=[row.pk for row in batch])
        mine.update(lease=taken.lease, leased_until=_until(now))
    taken.rows = batch
    taken.is_full = len(found) == limit
    return taken


def is_due(channel: Channel) -> bool:
    """Whether anything of that channel is to be sent now."""
    return Delivery.objects.filter(
        state=State.WAITING, leased_until__isnull=True, channel=channel, due_at__lte=clock.now()
    ).exists()


def _until(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


def _ready(channel: Channel, now: datetime, *, is_urgent: bool) -> QuerySet[Delivery]:
    earlier = Delivery.objects.filter(
        recipient=OuterRef("recipient"),
        thread=OuterRef("thread"),
        id__lt=OuterRef("id"),
        channel=channel,
        state=State.WAITING,
    )
    if channel == Channel.PUSH:
        earlier = earlier.filter(target_id=OuterRef("target_id"))
    due = Delivery.objects.filter(state=State.WAITING, leased_until__isnull=True, channel=channel, due_at__lte=now)
    return (
        due.filter(is_urgent=is_urgent)
        .filter(~Exists(earlier.filter(leased_until__isnull=False)))
        .filter(~Exists(earlier.filter(attempts__gt=0, due_at__gt=now)))
        .order_by("due_at", "id")
        # A row that a provider's report or a member of staff holds in this moment is left for the next claim.
        .select_for_update(skip_locked=True)
    )


def _alone_or_together(found: list[Delivery]) -> list[Delivery]:
    if found and found[0].crashes:
        return found[:1]
    return list(takewhile(lambda row: not row.crashes, found))


def renew(held: Claim) -> bool:
    """Keep what is held from running out while a batch takes long; False where others have it by now."""
    now = clock.now()
    if now - held.renewed_at < timedelta(seconds=settings.DELIVERY_LEASE_SECONDS / 4):
        return True
    held.renewed_at = now
    return _still(held).update(leased_until=_until(now)) > 0


def release(held: Claim) -> int:
    """Give back what is still held, as if it had not been claimed."""
    if all(row.pk in held.settled for row in held.rows):
        return 0
    return _still(held).update(lease=None, leased_until=None)


def _still(held: Claim) -> QuerySet[Delivery]:
    """What of a claim is still its own: found by key, whatever the table's statistics say."""
    mine = Delivery.objects.filter(pk__in=[row.pk for row in held.rows if row.pk not in held.settled])
    return mine.filter(lease=held.lease, state=State.WAITING)


def recover() -> int:
    """Free what dead processes held, charge the crash to what each was sending, and give up what crashed too often."""
    now = clock.now()
    expired = Delivery.objects.filter(state=State.WAITING, leased_until__lt=now)
    if not expired.exists():
        return 0
    with transaction.atomic():
        for channel in (Channel.EMAIL, Channel.PUSH):
            wait_lock(f"{_LOCK}.{channel}")
        in_order = expired.order_by("lease", "-is_urgent", "due_at", "id")
        rows = list(in_order.select_for_update(skip_locked=True).values_list("pk", "lease"))
        sending = {lease: pk for pk, lease in reversed(rows)}
        freed = Delivery.objects.filter(pk__in=[pk for pk, _ in rows]).update(lease=None, leased_until=None)
        crashed = Delivery.objects.filter(pk__in=list(sending.values()))
        crashed.update(crashes=F("crashes") + 1, last_error="The process that sent it ended without a result.")
        for row in crashed.filter(crashes__gte=MAX_CRASHES):
            recording.give_up(row, f"{MAX_CRASHES} processes ended while they sent it.")
    return freed
