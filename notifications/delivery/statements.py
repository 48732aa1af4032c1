"""The two statements that run once a message, in PostgreSQL's own words: many rows at once, and one result at a time.

Elsewhere the ORM says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from config.db import array, uuid7
from config.prepared import Statement, may_prepare, prepare
from notifications.delivery.models import AttemptOutcome
from notifications.delivery.states import State, below

if TYPE_CHECKING:
    from notifications.delivery.orders import Order

_INSERT = """
INSERT INTO notifications_delivery (
    id, created_at, recipient_id, channel, type, source, source_id, cause_id, target_id, thread, state, is_urgent,
    scheduled_for, due_at, expires_at, attempts, crashes, provider, provider_id, last_error)
SELECT
    id, %s, recipient, channel, type, source, about, cause, target, thread, %s, urgent, at, at, ends, 0, 0, '', '', ''
FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::uuid[], %s::bigint[], %s::uuid[],
            %s::text[], %s::boolean[], %s::timestamptz[], %s::timestamptz[])
    AS rows (id, recipient, channel, type, source, about, cause, target, thread, urgent, at, ends)
ON CONFLICT DO NOTHING RETURNING id
"""
_COLUMNS = (
    "recipient_id", "channel", "type", "source", "source_id", "cause_id", "target_id", "thread", "is_urgent",
    "scheduled_for", "expires_at",
)  # fmt: skip

# Not waiting for the disk at commit is safe here: what a crash of the database server takes back is the mark of a
# message that was handed over a moment ago, and it goes again under the same key, as after the death of a worker.
_SENT = """
WITH done AS (
    UPDATE notifications_delivery SET
        state = CASE WHEN state = ANY(%s) THEN %s ELSE state END, sent_at = coalesce(sent_at, %s),
        provider = %s, provider_id = %s, last_error = '', lease = NULL, leased_until = NULL
    WHERE id = %s AND lease = %s
    RETURNING set_config('synchronous_commit', 'off', true)
), attempt AS (
    INSERT INTO notifications_attempt (delivery_id, at, provider, outcome, error)
    SELECT id, %s, %s, %s, '' FROM notifications_delivery WHERE id = %s
)
SELECT count(*) FROM done
"""


def insert_many(orders: Sequence[Order], now: datetime) -> list[UUID]:
    """Insert a row for each of these orders in one statement; the keys of those that were not there, in order."""
    keys = [uuid7() for _ in orders]
    columns = [array(getattr(order, name) for order in orders) for name in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [now, State.WAITING.value, array(keys), *columns])
        made = {key for (key,) in cursor.fetchall()}
    return keys if len(made) == len(keys) else [key for key in keys if key in made]


def mark_sent(lease: UUID, key: UUID, *, provider: str, provider_id: str, now: datetime) -> bool:
    """Write down that a provider took it, and the attempt, in one statement; False where the lease is not ours."""
    arguments = [now, provider, provider_id, key, lease]
    with connection.cursor() as cursor:
        if may_prepare():
            _prepared_sent().run(cursor, arguments)
        else:
            cursor.execute(_SENT, _sent_with(arguments))
        (done,) = cursor.fetchone()
    return bool(done)


def _sent_with(arguments: Sequence[Any]) -> list[Any]:
    """What stands in the places of the statement."""
    now, provider, provider_id, key, lease = arguments
    ranked = [state.value for state in below(State.SENT)]
    done = [ranked, State.SENT.value, now, provider, provider_id, key, lease]
    return [*done, now, provider, AttemptOutcome.OK.value, key]


@cache
def _prepared_sent() -> Statement:
    """The same, of which PostgreSQL keeps the plan: making it anew for each message takes longer than the rows do."""
    places = _sent_with(range(5))
    arguments = [(at, place) for at, place in enumerate(places) if isinstance(place, int)]
    return prepare(_SENT, places, arguments, (datetime, str, str, UUID, UUID))
