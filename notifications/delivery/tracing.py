"""The way of a source's messages through the queue, for whoever asks why somebody did or did not get them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notifications.delivery.models import Attempt, Delivery, Receipt
from notifications.delivery.states import UNSENT

MOST = 50
"""So many deliveries, attempts and receipts are shown at most, the newest of each."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `what` it was, by which channel, what came of it, and a word of why."""

    at: datetime
    what: str
    channel: str
    outcome: str
    detail: str = ""


def steps_of(source: str, source_id: UUID) -> list[Step]:
    """What became of the messages about one row of a source: queued, attempted, reported; in three statements."""
    rows = {row.pk: row for row in Delivery.objects.filter(source=source, source_id=source_id).order_by("-pk")[:MOST]}
    return [*_queued(rows), *_attempted(rows), *_reported(rows)]


def _queued(rows: dict[UUID, Delivery]) -> Iterator[Step]:
    for row in rows.values():
        yield Step(row.created_at, "queued", row.channel, row.state, row.scheduled_for.isoformat())
        if row.state in UNSENT and row.ended_at is not None:
            yield Step(row.ended_at, "ended", row.channel, row.state, row.last_error)


def _attempted(rows: dict[UUID, Delivery]) -> Iterator[Step]:
    for each in Attempt.objects.filter(delivery_id__in=list(rows)).order_by("-pk")[:MOST]:
        channel = rows[each.delivery_id].channel
        yield Step(each.at, "attempted", channel, each.outcome, f"{each.provider} {each.error}".strip())


def _reported(rows: dict[UUID, Delivery]) -> Iterator[Step]:
    for each in Receipt.objects.filter(delivery_id__in=list(rows)).order_by("-pk")[:MOST]:
        assert each.delivery_id is not None
        yield Step(each.at, "reported", rows[each.delivery_id].channel, each.what, each.provider)
