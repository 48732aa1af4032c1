"""A child of the pool, the whole worker, beat: killed with signal 9 while members publish; and two beats at once.

Nothing that was owed is lost, nothing is done twice, and what a dead worker held is done within a minute by another.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from config.testing.served import Served
from config.testing.workers import children
from config.tests.faults import ears
from config.tests.faults.load import Load
from config.tests.faults.platform import Platform
from config.tests.faults.proof import number, owed, rows

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

RECOVERED_WITHIN = 60.0
# How long a trial waits for some of the clock's seconds to be worked on while everything else is under load.
SLOTS_WITHIN = 240.0
OWED = "SELECT count(*) FROM events_delivery WHERE state = 'pending'"
LEASED = "SELECT count(*) FROM events_delivery WHERE state = 'pending' AND leased_until IS NOT NULL"
LAST_SLOT = "SELECT extract(epoch FROM max(slot)) FROM jobs_taskrun WHERE name = %s AND slot IS NOT NULL"


def test_a_killed_child_of_the_pool_costs_nothing_but_time(platform: Platform) -> None:
    with Load(platform.served) as load:
        for _ in range(10):
            load.wait_for(15)
            # A child that was killed is replaced; on a busy machine that takes a while.
            load.wait_until(lambda: platform.workers.kill_child(platform.worker) is not None, seconds=30)
    load.prove()
    assert platform.worker.poll() is None
    assert platform.settle() < RECOVERED_WITHIN


def test_what_a_killed_worker_held_is_done_by_another_within_a_minute(platform: Platform) -> None:
    held = 0
    with Load(platform.served) as load:
        for _ in range(3):
            load.wait_for(40)
            held += meet_at_work(platform, load)
            platform.worker = platform.workers.start_worker()
    load.prove()
    assert held > 0
    assert platform.settle() < RECOVERED_WITHIN


def meet_at_work(platform: Platform, load: Load) -> int:
    """Kill the worker while it holds deliveries, if it is met at that; how many it then left held."""
    end = time.monotonic() + 5
    while not number(platform.served, LEASED) and time.monotonic() < end:
        load.wait_for(1)
    platform.workers.kill(platform.worker)
    return number(platform.served, LEASED)


def last_slot(platform: Platform) -> float:
    return float(rows(platform.served, LAST_SLOT, ears.TICK)[0][0] or 0)


def wait_for_slots(platform: Platform, slots: int) -> None:
    wanted = last_slot(platform) + slots
    platform.workers.wait_until(lambda: last_slot(platform) >= wanted, seconds=SLOTS_WITHIN)


def ticks(platform: Platform) -> int:
    """How often the job's effect is there."""
    return number(platform.served, "SELECT count(*) FROM audit_auditentry WHERE action = %s", ears.TICKED)


def prove_slots_once(platform: Platform) -> None:
    """Each slot has one run, begun once, and the job's effect is there as often as a run was done."""
    runs = rows(platform.served, "SELECT name, slot, attempts, outcome FROM jobs_taskrun WHERE slot IS NOT NULL")
    slots = Counter((name, slot) for name, slot, _attempts, _outcome in runs)
    assert set(slots.values()) == {1}
    assert {attempts for name, _slot, attempts, _outcome in runs if name == ears.TICK} == {1}
    done = number(platform.served, "SELECT count(*) FROM jobs_taskrun WHERE name = %s AND outcome = 'done'", ears.TICK)
    ticked = ticks(platform)
    begun = number(platform.served, "SELECT count(*) FROM jobs_taskrun WHERE name = %s", ears.TICK)
    assert done <= ticked <= begun


def test_beat_killed_and_started_again_goes_on_where_the_clock_is(platform: Platform) -> None:
    with Load(platform.served) as load:
        wait_for_slots(platform, 3)
        for _ in range(3):
            platform.workers.kill(platform.beat)
            load.wait_for(20)
            platform.beat = platform.workers.start_beat()
            wait_for_slots(platform, 2)
    load.prove()
    prove_slots_once(platform)


def test_of_two_beats_and_two_workers_each_slot_is_run_once(platform: Platform) -> None:
    wanted = ticks(platform) + 10
    second_beat, second_worker = platform.workers.start_beat(), platform.workers.start_worker()
    try:
        with Load(platform.served) as load:
            # Slots that nobody came to within their second are passed over; how many, the machine says.
            platform.workers.wait_until(lambda: ticks(platform) >= wanted, seconds=SLOTS_WITHIN)
        load.prove()
        prove_slots_once(platform)
    finally:
        platform.workers.kill(second_beat)
        platform.workers.stop(second_worker)


def test_serve_starts_its_worker_and_its_beat_again(everything: Platform, tmp_path: Path) -> None:
    """Whoever runs the platform by one command has no supervisor above it."""
    number_of_redis = everything.redis.url.rpartition("/")[0] + "/1"
    where = {"DATABASE_URL": everything.postgres.database("kept"), "REDIS_URL": number_of_redis}
    with Served(tmp_path, by_serve=True, **where) as served:
        assert served.process is not None
        wait_for(lambda: parts(served) == {"ok"})
        killed = children(served.process.pid)
        assert len(killed) == 2
        for child in killed:
            os.killpg(child, signal.SIGKILL)
        wait_for(lambda: len(children(served.process.pid)) == 2 and not set(children(served.process.pid)) & set(killed))
        body = {"username": "kept", "email": "kept@example.com", "password": "a lantern on the quay 7"}
        assert served.ask("POST", "/api/v1/auth/register", body).status == 201
        wait_for(lambda: owed(served) == 0)
        assert number(served, "SELECT count(*) FROM notifications_sentmail") == 1
        again = children(served.process.pid)
        assert served.stop() == 0
        assert [child for child in again if Path(f"/proc/{child}").exists()] == []


def parts(served: Served) -> set[str]:
    checks = served.get("/health/ready").json()["checks"]
    return {checks[name]["status"] for name in ("worker", "beat")}


def wait_for(holds: Callable[[], bool], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.1)
