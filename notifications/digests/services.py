"""Making digests of what is due, and noting what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from config import clock
from notifications.delivery.services import Order, enqueue
from notifications.delivery.sources import Outcome
from notifications.delivery.states import UNSENT
from notifications.delivery.states import State as Delivered
from notifications.digests.models import Digest, State
from notifications.inbox import services as inbox
from notifications.preferences.choices import Digest as Frequency
from notifications.preferences.deciding import USUAL, Preferences, last_digest, next_digest
from notifications.preferences.queries import preferences_of
from notifications.preferences.quiet import quiet_until
from notifications.types import Channel
from notifications.types.shipped import DIGEST

SOURCE = "digest"
"""Under what name the queue asks this slice what its messages say."""

BATCH = 100
"""So many members' digests are made in one transaction."""

_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Of which digests one is: its frequency, and from when to when."""

    frequency: str
    start: datetime
    end: datetime


def period_of(preferences: Preferences, now: datetime) -> Period:
    """The period that was last to end by `now`. What a limit put off, where no digests are wanted, is of an hour."""
    frequency = Frequency.HOURLY if preferences.digest == Frequency.OFF else preferences.digest
    zone = ZoneInfo(preferences.zone)
    end = last_digest(frequency, zone, now)
    return Period(frequency, last_digest(frequency, zone, end - _MOMENT), end)


def make_due(*, batch: int = BATCH) -> int:
    """Make digests of all that is due; how many were made. Any number of workers may do this at once."""
    count = 0
    while True:
        made, held = _make_some(batch)
        count += made
        if not held:
            return count


@transaction.atomic
def _make_some(batch: int) -> tuple[int, int]:
    """Make one batch; how many digests that were, and how many members were looked at.

    Row, taking and order are one transaction: one that is killed leaves everything waiting, as it was.
    """
    held = inbox.hold_due(batch)
    if not held:
        return 0, 0
    now, preferences = clock.now(), preferences_of(held)
    waiting = inbox.count_waiting(held)
    known = _made_before(held)
    rows = []
    for member_id in held:
        theirs = preferences.get(member_id, USUAL)
        period = period_of(theirs, now)
        if (member_id, period.frequency, period.end) in known:
            # Told of while the digest of this period was made: it is news for the next one.
            inbox.put_off(member_id, next_moment(theirs, now))
            continue
        rows.append(
            Digest(
                member_id=member_id,
                frequency=period.frequency,
                period_start=period.start,
                period_end=period.end,
                collected=waiting[member_id],
            )
        )
    _send(rows, now)
    return len(rows), len(held)


def next_moment(preferences: Preferences, now: datetime) -> datetime:
    """When the next digest of a member goes out: as its time comes, or when quiet hours end."""
    zone = ZoneInfo(preferences.zone)
    at = next_digest(preferences.digest, zone, now)
    return quiet_until(preferences.ranges, zone, at) or at


def _made_before(member_ids: Sequence[UUID]) -> set[tuple[UUID, str, datetime]]:
    latest = Digest.objects.filter(member_id__in=member_ids, period_end__gt=clock.now() - timedelta(days=8))
    return set(latest.values_list("member_id", "frequency", "period_end"))


def _send(rows: Sequence[Digest], now: datetime) -> None:
    orders = [
        Order(
            recipient_id=row.member_id,
            channel=Channel.EMAIL,
            type=DIGEST.name,
            source=SOURCE,
            source_id=row.pk,
            cause_id=None,
            thread=SOURCE,
            scheduled_for=now,
        )
        for row in rows
    ]
    for row, delivery_id in zip(rows, enqueue(orders), strict=True):
        row.delivery_id = delivery_id
    Digest.objects.bulk_create(rows)
    inbox.take_into({row.member_id: row.pk for row in rows})


def note_told(told: Mapping[UUID, Sequence[UUID]]) -> None:
    """Note what the mail of each digest names."""
    rows = list(Digest.objects.filter(pk__in=list(told)))
    for row in rows:
        row.told = [str(each) for each in told[row.pk]]
    Digest.objects.bulk_update(rows, ["told"], batch_size=BATCH)


def note_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Note what became of digests, and of what they told; bears hearing it twice."""
    for each in outcomes:
        row = Digest.objects.filter(pk=each.source_id).first() if each.source_id is not None else None
        if row is None:
            continue
        if each.state in UNSENT:
            Digest.objects.filter(pk=row.pk, state=State.MADE).update(state=State.WITHHELD, ended_at=each.at)
        elif each.state != Delivered.BOUNCED and row.state != State.SENT:
            Digest.objects.filter(pk=row.pk).update(state=State.SENT, ended_at=each.at)
            inbox.note_mailed([UUID(told) for told in row.told])


def prune(*, batch: int = 1_000) -> int:
    """Delete digests that were made longer ago than notifications are kept; how many."""
    before = clock.now() - timedelta(days=settings.NOTIFICATIONS_KEPT_DAYS)
    count = 0
    while True:
        old = Digest.objects.filter(created_at__lt=before).order_by("created_at")
        keys = list(old.values_list("pk", flat=True)[:batch])
        count += Digest.objects.filter(pk__in=keys).delete()[0]
        if len(keys) < batch:
            return count
