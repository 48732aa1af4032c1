"""Messages that nobody can read, that name no task, or that kill whoever begins them: nobody else is held up."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from uuid import uuid4

import pytest

from config.tests.faults import ears
from config.tests.faults.load import Load
from config.tests.faults.platform import Platform
from config.tests.faults.proof import number, rows

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

QUEUE = "default"
TRIES = 3


def message(task: str, body: bytes | None = None, **changes: object) -> bytes:
    """A message as kombu puts it into Redis, with whatever is to be wrong about it."""
    mark = str(uuid4())
    content = body if body is not None else json.dumps([[], {}, {}]).encode()
    envelope = {
        "body": base64.b64encode(content).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {"lang": "py", "task": task, "id": mark, "root_id": mark, "argsrepr": "()", "kwargsrepr": "{}"},
        "properties": {
            "correlation_id": mark,
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": QUEUE},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": str(uuid4()),
        },
    }
    return json.dumps(envelope | changes).encode()


GARBAGE = {
    "no-json": b"\x00\xff\xfe not json",
    "json-of-another-shape": b'["a", 1]',
    "empty": b"",
    "an-envelope-without-its-parts": b"{}",
    "a-body-that-is-no-base64": message(ears.TICK, body=b"").replace(b'"body": ""', b'"body": "%%%"'),
    "a-body-that-is-no-json": message(ears.TICK, body=b"\xff\xfe"),
    "a-body-of-another-shape": message(ears.TICK, body=b'{"a": 1}'),
    "another-content-type": message(ears.TICK, **{"content-type": "application/x-python-serialize"}),
    "a-task-that-nobody-knows": message("nobody.knows.this"),
    "arguments-that-do-not-fit": message("config.events.deliver", body=json.dumps([[1, 2], {"x": 3}, {}]).encode()),
    "a-slot-that-is-no-time": message(ears.TICK, body=json.dumps([[], {"slot": "yesterday"}, {}]).encode()),
    "a-run-that-is-not-there": message(ears.TICK, body=json.dumps([[], {"run_id": 2**70}, {}]).encode()),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_a_message_that_cannot_be_taken_holds_nobody_up(platform: Platform, kind: str) -> None:
    with Load(platform.served, members=2) as load, platform.redis.client() as redis:
        load.wait_for(10)
        redis.lpush(QUEUE, GARBAGE[kind])
        wait_for_a_publication(platform, load)
        assert platform.worker.poll() is None, "the worker has ended"
    load.prove()


def wait_for_a_publication(platform: Platform, load: Load) -> None:
    """A workbook published from now on is heard of: the worker goes on working."""
    heard = "SELECT count(*) FROM audit_auditentry WHERE action = %s"
    before = number(platform.served, heard, ears.HEARD)
    load.wait_until(lambda: number(platform.served, heard, ears.HEARD) > before + 6, seconds=45)


def test_a_task_that_kills_its_process_is_tried_thrice_at_most(platform: Platform) -> None:
    mark = uuid4().hex
    begun = "SELECT count(*) FROM audit_auditentry WHERE action = %s AND target_id = %s"
    with Load(platform.served) as load, platform.redis.client() as redis:
        redis.lpush(QUEUE, message(ears.DIES, body=json.dumps([[], {"mark": mark}, {}]).encode()))
        load.wait_until(lambda: number(platform.served, begun, ears.BEGUN, mark) > 0)
        wait_for_a_publication(platform, load)
        load.wait_for(60)
        assert platform.worker.poll() is None
    assert 1 <= number(platform.served, begun, ears.BEGUN, mark) <= TRIES
    load.prove()


def test_an_event_that_kills_whoever_takes_it_is_parked_after_three_and_done_once_it_is_mended(
    platform: Platform,
) -> None:
    poison = Path(platform.workers.environment["FAULT_POISON"])
    parked = "SELECT subscriber, subject, crashes FROM events_delivery WHERE state = 'parked'"
    platform.workers.kill(platform.worker)
    # Shorter leases, so that three crashes take seconds and not minutes.
    platform.workers.environment["EVENTS_LEASE_SECONDS"] = "2"
    platform.worker = platform.workers.start_worker()
    try:
        with Load(platform.served) as load:
            load.wait_until(lambda: bool(load.told.published))
            platform.workers.kill(platform.worker)
            before = set(load.told.published)
            load.wait_until(lambda: bool(set(load.told.published) - before))
            workbook = next(iter(set(load.told.published) - before))
            poison.write_text(f"workbook:{workbook}")
            platform.worker = platform.workers.start_worker()
            load.wait_until(lambda: bool(rows(platform.served, parked)), seconds=90)
            wait_for_a_publication(platform, load)
        assert rows(platform.served, parked) == [(ears.NAMES[0], f"workbook:{workbook}", TRIES)]
    finally:
        poison.unlink(missing_ok=True)
        del platform.workers.environment["EVENTS_LEASE_SECONDS"]
        platform.workers.kill(platform.worker)
    platform.served.manage("events_stuck", "--retry")
    platform.in_order()
    platform.settle()
    load.prove()
