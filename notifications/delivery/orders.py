"""Orders: asking for messages, in the transaction of whatever brings them about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from config import clock
from config.db import is_postgres
from notifications.delivery.models import Delivery
from notifications.delivery.statements import insert_many
from notifications.delivery.wakeup import wake_on_commit
from notifications.types import Channel


@dataclass(frozen=True, slots=True)
class Order:
    """One message to one member by one channel, and for push to one device.

    `source` names who knows what it says (`sources`), `source_id` what about; `cause_id` is the event behind it. Order
    is kept for one recipient, channel and `thread`. `target_id` is a row of `notifications.addresses`; without one,
    mail goes to the account's own address.
    """

    recipient_id: UUID
    channel: Channel
    type: str
    source: str
    source_id: UUID | None
    cause_id: int | None
    thread: str
    scheduled_for: datetime
    is_urgent: bool = False
    expires_at: datetime | None = None
    target_id: UUID | None = None


def enqueue(orders: Sequence[Order]) -> list[UUID]:
    """Put `orders` on the queue, in the caller's transaction; the ids of the deliveries that this call made, in order.

    An order whose cause, type, recipient, channel and target stand there already makes none: so a caller that runs
    twice asks once. Refused outside of a transaction, like events: what is asked for goes with what brought it about.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("orders go into the transaction that brings them about")
    if not orders:
        return []
    now = clock.now()
    made = insert_many(orders, now) if is_postgres() else _insert(orders, now)
    if made:
        wake_on_commit()
    return made


def _insert(orders: Sequence[Order], now: datetime) -> list[UUID]:
    rows = [
        Delivery(
            created_at=now,
            recipient_id=order.recipient_id,
            channel=order.channel,
            type=order.type,
            source=order.source,
            source_id=order.source_id,
            cause_id=order.cause_id,
            target_id=order.target_id,
            thread=order.thread,
            is_urgent=order.is_urgent,
            scheduled_for=order.scheduled_for,
            due_at=order.scheduled_for,
            expires_at=order.expires_at,
        )
        for order in orders
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    here = _standing([row.pk for row in rows])
    return [row.pk for row in rows if row.pk in here]


def _standing(keys: list[UUID]) -> set[UUID]:
    """Which of these rows were made: their keys are our own."""
    found: set[UUID] = set()
    for start in range(0, len(keys), 10_000):
        found |= set(Delivery.objects.filter(pk__in=keys[start : start + 10_000]).values_list("pk", flat=True))
    return found
