"""What an event with three durable subscribers costs beside its bare insert, and how fast deliveries drain."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction

from benchmarks import databases
from benchmarks.measuring import Line, in_turn, seconds_each
from config import clock
from config.events import Event, record, subscribe
from config.events.delivering import deliver_owed
from config.events.models import Delivery, DomainEvent

TIMES = 300
DELIVERIES = 3_000


class Measured(Event, wire="benchmark.measured", subject="thing_id"):
    """An event of the usual size."""

    actor_id: UUID
    thing_id: UUID
    title_length: int


SUBSCRIBERS = ("benchmark.one", "benchmark.two", "benchmark.three")


def subscribe_three() -> None:
    for name in SUBSCRIBERS:

        @subscribe(Measured, as_=name)
        def notice(event: Measured, *, cause: DomainEvent) -> None:
            return None


def bare_insert() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_domainevent (name, subject, actor_id, payload, occurred_at, request_id)"
            " VALUES (%s, %s, %s, %s::jsonb, %s, '')",
            ["benchmark.bare", f"benchmark:{uuid.uuid4()}", uuid.uuid4(), '{"title_length": 7}', clock.now()],
        )


def with_three() -> None:
    with transaction.atomic():
        record(Measured(actor_id=uuid.uuid4(), thing_id=uuid.uuid4(), title_length=7))


def clear() -> None:
    Delivery.objects.filter(subscriber__in=SUBSCRIBERS).delete()
    DomainEvent.objects.filter(name__startswith="benchmark.").delete()


def drained_a_second() -> float:
    for _ in range(DELIVERIES // 3):
        with_three()
    began = time.perf_counter()
    delivered = deliver_owed().delivered
    return delivered / (time.perf_counter() - began)


def run(scales: list[int]) -> Iterator[Line]:
    with databases.using(min(scales)):
        yield from measured()


def measured() -> Iterator[Line]:
    subscribe_three()
    clear()
    medians = in_turn(
        {
            "bare insert": lambda: seconds_each(bare_insert, TIMES) * 1e6,
            "record, three subscribers": lambda: seconds_each(with_three, TIMES) * 1e6,
        }
    )
    clear()
    ratio = medians["record, three subscribers"] / medians["bare insert"]
    yield Line("event", "bare insert", medians["bare insert"], "µs")
    yield Line(
        "event",
        "record, three subscribers",
        medians["record, three subscribers"],
        "µs",
        ratio,
        "bare insert",
        "≤ 3",
        ratio <= 3,
    )
    rate = in_turn({"drain": drained_a_second}, rounds=3)["drain"]
    clear()
    yield Line("event", "deliveries, one process", rate, "/s", None, "", "≥ 2,000", rate >= 2_000)
