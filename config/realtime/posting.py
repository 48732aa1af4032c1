"""Posting: frames and their numbers, written in the caller's transaction; and telling, which writes nothing.

The row of a channel's head is held from the post to the commit, so numbers come in the order of commits and without a
gap. Who posts in several channels does so by one `post_many`, which takes the heads in one order, so that no two block
each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from config import clock
from config.db import array, uuid7
from config.realtime.channels import check_names
from config.realtime.envelopes import encoded, envelope
from config.realtime.models import Frame
from config.realtime.publishing import Message, publish


class Posted(NamedTuple):
    """A frame that was written: its id and its place in its channel."""

    id: int
    channel: str
    seq: int


class _Given(NamedTuple):
    channel: str
    type: str
    data: str


# The heads are made or counted on in the order of their names; then each frame gets the number that is its own.
_POST = """
WITH given AS (
    SELECT * FROM unnest(%(channels)s::text[], %(types)s::text[], %(data)s::text[])
    WITH ORDINALITY AS given (channel, type, data, place)
), counted AS (
    SELECT channel, count(*) AS many FROM given GROUP BY channel
), heads AS (
    INSERT INTO realtime_channelhead (channel, seq) SELECT channel, many FROM counted ORDER BY channel
    ON CONFLICT (channel) DO UPDATE SET seq = realtime_channelhead.seq + EXCLUDED.seq RETURNING channel, seq
)
INSERT INTO realtime_frame (channel, seq, type, data, created_at)
SELECT channel, heads.seq - many + row_number() OVER (PARTITION BY channel ORDER BY place), type, data::jsonb, %(now)s
FROM given JOIN heads USING (channel) JOIN counted USING (channel) ORDER BY place
RETURNING id, channel, seq
"""
_COUNT_ON = """
INSERT INTO realtime_channelhead (channel, seq) VALUES (%s, %s)
ON CONFLICT (channel) DO UPDATE SET seq = realtime_channelhead.seq + EXCLUDED.seq RETURNING seq
"""


def post(channel: str, type: str, data: dict[str, Any]) -> Posted:
    """Say something in a channel, in the transaction that causes it; refused outside of one."""
    return post_many([(channel, type, data)])[0]


def post_many(frames: Iterable[tuple[str, str, dict[str, Any]]]) -> list[Posted]:
    """The same for many frames `(channel, type, data)`, in any number of channels."""
    given = [_Given(channel, type_, encoded(data)) for channel, type_, data in frames]
    for one in given:
        check_names(one.channel, one.type)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("frames must be posted in the transaction that causes them")
    if not given:
        return []
    now = clock.now()
    posted = _at_once(given, now) if connection.vendor == "postgresql" else _one_by_one(given, now)
    messages = [
        Message(
            one.channel,
            row.seq,
            one.type,
            envelope(id=str(row.id), type=one.type, channel=one.channel, seq=row.seq, at=now, data=one.data),
        )
        for one, row in zip(given, posted, strict=True)
    ]
    transaction.on_commit(partial(publish, messages), robust=True)
    return posted


def _at_once(given: list[_Given], now: datetime) -> list[Posted]:
    with connection.cursor() as cursor:
        cursor.execute(
            _POST,
            {
                "channels": array(one.channel for one in given),
                "types": array(one.type for one in given),
                "data": array(one.data for one in given),
                "now": now,
            },
        )
        rows = [Posted(*row) for row in cursor.fetchall()]
    # Within a channel the numbers are in the order that was given; across channels the server may answer as it likes.
    waiting: dict[str, list[Posted]] = {}
    for row in sorted(rows, key=lambda row: row.seq, reverse=True):
        waiting.setdefault(row.channel, []).append(row)
    return [waiting[one.channel].pop() for one in given]


def _one_by_one(given: list[_Given], now: datetime) -> list[Posted]:
    import msgspec

    many = Counter(one.channel for one in given)
    following: dict[str, int] = {}
    with connection.cursor() as cursor:
        for channel in sorted(many):
            cursor.execute(_COUNT_ON, [channel, many[channel]])
            following[channel] = cursor.fetchone()[0] - many[channel]
    rows = []
    for one in given:
        following[one.channel] += 1
        decoded = msgspec.json.decode(one.data)
        seq = following[one.channel]
        rows.append(Frame(channel=one.channel, seq=seq, type=one.type, data=decoded, created_at=now))
    return [Posted(row.pk, row.channel, row.seq) for row in Frame.objects.bulk_create(rows)]


def tell(channel: str, type: str, data: dict[str, Any], *, but: UUID | None = None) -> None:
    """Say something of the moment: to whoever listens now (`but` not to this member), kept nowhere, with no number.

    In a transaction it waits for the commit. Best effort: it may be lost, and comes in no order.
    """
    check_names(channel, type)
    text = envelope(id=str(uuid7()), type=type, channel=channel, seq=None, at=clock.now(), data=encoded(data))
    message = Message(channel, None, type, text, str(but) if but else "")
    transaction.on_commit(partial(publish, [message]), robust=True)
