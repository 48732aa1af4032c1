"""Recording: the event and what its durable subscribers owe, written in the caller's transaction.

On PostgreSQL both are one statement, so that subscribers cost no further round trip; elsewhere it is two.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connection, transaction

from config import clock, context
from config.events.event import Event
from config.events.subscriptions import Subscriber, subscribers_of
from config.events.wakeup import wakeup

if TYPE_CHECKING:
    from config.events.models import DomainEvent

logger = logging.getLogger(__name__)

_INSERT = """
WITH event AS (
    INSERT INTO events_domainevent (name, subject, actor_id, payload, occurred_at, request_id)
    VALUES (%(name)s, %(subject)s, %(actor_id)s, %(payload)s::jsonb, %(now)s, %(request_id)s) RETURNING id
), owed AS (
    INSERT INTO events_delivery (event_id, subscriber, subject, state, attempts, crashes, due_at, last_error)
    SELECT event.id, subscriber, %(subject)s, 'pending', 0, 0, %(now)s, ''
    FROM event, unnest(%(subscribers)s::text[]) AS subscriber
)
SELECT id FROM event
"""
_INSERT_EVENT = """
INSERT INTO events_domainevent (name, subject, actor_id, payload, occurred_at, request_id)
VALUES (%s, %s, %s, %s, %s, %s)
"""
_INSERT_OWED = """
INSERT INTO events_delivery (event_id, subscriber, subject, state, attempts, crashes, due_at, last_error) VALUES
"""
_OWED = "(%s, %s, %s, 'pending', 0, 0, %s, '')"


def record(event: Event) -> DomainEvent:
    """Write `event` to the log, in the transaction that made it happen; refused outside of one."""
    from config.events.models import DomainEvent

    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{event.wire} must be recorded in the transaction that causes it")
    cls = type(event)
    durable = subscribers_of(cls)
    row = DomainEvent(
        name=cls.wire,
        subject=event.subject_key(),
        actor_id=getattr(event, "actor_id", None),
        occurred_at=clock.now(),
        request_id=context.current().request_id[:64],
    )
    if connection.vendor == "postgresql":
        _insert_at_once(row, event, durable)
    else:
        _insert_one_by_one(row, event, durable)
    for listener in subscribers_of(cls, live=True):
        transaction.on_commit(partial(_tell_live, listener, event, row), robust=True)
    if durable:
        _wake_on_commit()
    return row


def _insert_at_once(row: DomainEvent, event: Event, durable: tuple[Subscriber, ...]) -> None:
    payload = msgspec.json.encode(event)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "name": row.name,
                "subject": row.subject,
                "actor_id": row.actor_id,
                "payload": payload.decode(),
                "now": row.occurred_at,
                "request_id": row.request_id,
                "subscribers": [subscriber.name for subscriber in durable],
            },
        )
        (row.pk,) = cursor.fetchone()
    row.payload = msgspec.json.decode(payload)
    row._state.adding, row._state.db = False, connection.alias


def _insert_one_by_one(row: DomainEvent, event: Event, durable: tuple[Subscriber, ...]) -> None:
    payload = msgspec.json.encode(event)
    now = connection.ops.adapt_datetimefield_value(row.occurred_at)
    actor_id = row.actor_id.hex if row.actor_id is not None else None
    with connection.cursor() as cursor:
        values: list[Any] = [row.name, row.subject, actor_id, payload.decode(), now, row.request_id]
        cursor.execute(_INSERT_EVENT, values)
        row.pk = cursor.lastrowid
        if durable:
            values = [value for one in durable for value in (row.pk, one.name, row.subject, now)]
            cursor.execute(_INSERT_OWED + ", ".join([_OWED] * len(durable)), values)
    row.payload = msgspec.json.decode(payload)
    row._state.adding, row._state.db = False, connection.alias


def _wake_on_commit() -> None:
    # One call a transaction: a registration that is still there outlives this event's savepoint or falls with it.
    if not any(entry[1] == wakeup.signal for entry in connection.run_on_commit[-4:]):
        transaction.on_commit(wakeup.signal, robust=True)


def _tell_live(listener: Subscriber, event: Event, cause: DomainEvent) -> None:
    try:
        listener.call(event, cause)
    except Exception:
        logger.exception("live subscriber %s failed on %s", listener.name, cause)
