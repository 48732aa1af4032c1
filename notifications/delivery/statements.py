"""The two statements that run once a message, in PostgreSQL's own words: many rows at once, and one result at a time.

Elsewhere the ORM says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from notifications.delivery.models import AttemptOutcome, Delivery
from notifications.delivery.states import State, below

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
    "id", "recipient_id", "channel", "type", "source", "source_id", "cause_id", "target_id", "thread", "is_urgent",
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


def insert_many(rows: Sequence[Delivery], now: datetime) -> set[UUID]:
    """Insert these rows in one statement; the keys of those that were not there."""
    columns: list[list[Any]] = [[getattr(row, name) for row in rows] for name in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [now, State.WAITING.value, *columns])
        return {key for (key,) in cursor.fetchall()}


def mark_sent(lease: UUID, key: UUID, *, provider: str, provider_id: str, now: datetime) -> bool:
    """Write down that a provider took it, and the attempt, in one statement; False where the lease is not ours."""
    ranked = [state.value for state in below(State.SENT)]
    values: list[Any] = [ranked, State.SENT.value, now, provider, provider_id, key, lease]
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [*values, now, provider, AttemptOutcome.OK.value, key])
        (done,) = cursor.fetchone()
    return bool(done)
