"""Redis restarts empty, stands still, is flushed, full or away: nobody notices but whoever signs in meanwhile.

What Redis holds can be lost: caches are filled again, wake-ups are found by the sweep. Limits fail open, so that no
request fails for a count; those of signing in fail closed, since without them guessing would be free.
"""

from __future__ import annotations

import json
import time
from uuid import uuid4

import pytest

from config.tests.faults import ears
from config.tests.faults.load import PASSWORD, Load
from config.tests.faults.platform import Platform
from config.tests.faults.proof import number
from config.tests.faults.test_poison_in_the_broker import QUEUE, message

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

STANDS_STILL = 4.0


def refused_deeds(load: Load) -> set[str]:
    return {each.what for each in load.refused()}


def sign_in(platform: Platform, name: str) -> tuple[int, str]:
    answer = platform.served.ask("POST", "/api/v1/auth/login", {"username": name, "password": PASSWORD})
    return answer.status, answer.json().get("code", "")


def test_redis_restarted_empty_costs_nobody_an_answer(platform: Platform) -> None:
    with Load(platform.served) as load:
        load.wait_for(60)
        for _ in range(3):
            platform.redis.restart()
            load.wait_for(40)
    assert refused_deeds(load) <= {"sign in"}
    load.prove()


def test_work_that_is_under_way_is_done_to_its_end_when_redis_restarts(platform: Platform) -> None:
    """What a worker is at needs no broker; broken off, a message that was handed over a moment ago went out again."""
    mark = uuid4().hex

    def noted(action: str) -> int:
        entries = "SELECT count(*) FROM audit_auditentry WHERE action = %s AND target_id = %s"
        return number(platform.served, entries, action, mark)

    with platform.redis.client() as redis:
        redis.lpush(QUEUE, message(ears.LASTS, body=json.dumps([[mark], {}, {}]).encode()))
    platform.workers.wait_until(lambda: noted(ears.BEGUN) == 1)
    platform.redis.restart()
    platform.workers.wait_until(lambda: noted(ears.ENDED) == 1, seconds=ears.LASTS_SECONDS + 30)
    assert noted(ears.BEGUN) == 1


def test_redis_flushed_in_the_middle_of_everything_loses_nothing(platform: Platform) -> None:
    with Load(platform.served) as load, platform.redis.client() as redis:
        for _ in range(20):
            load.wait_for(10)
            redis.flushall()
    assert refused_deeds(load) == set()
    load.prove()


def test_redis_that_stands_still_slows_requests_and_fails_none(platform: Platform) -> None:
    with Load(platform.served) as load:
        load.wait_for(60)
        began = time.monotonic()
        platform.redis.pause()
        try:
            load.wait_until(lambda: time.monotonic() > began + STANDS_STILL)
        finally:
            platform.redis.resume()
        resumed = time.monotonic()
        load.wait_for(60)
    meanwhile = [each for each in load.tries if began < each.at < resumed]
    assert {each.status for each in meanwhile} & {200, 201}
    assert refused_deeds(load) <= {"sign in"}
    load.prove()


def test_a_full_redis_fails_no_request_but_signing_in(platform: Platform) -> None:
    with Load(platform.served) as load, platform.redis.client() as redis:
        load.wait_for(60)
        redis.config_set("maxmemory", "1")
        try:
            load.wait_for(60)
            assert sign_in(platform, load.members[0].name) == (503, "service_unavailable")
        finally:
            redis.config_set("maxmemory", "0")
        load.wait_for(30)
    assert refused_deeds(load) <= {"sign in"}
    load.prove()


def test_without_redis_members_read_write_and_register_and_only_signing_in_waits(platform: Platform) -> None:
    served = platform.served
    with Load(served) as load:
        load.wait_for(60)
        platform.redis.stop()
        load.wait_for(60)
        with Load(served, members=1, seed=70) as newcomers:
            newcomers.wait_until(lambda: ("register", 201) in newcomers.statuses())
        assert sign_in(platform, load.members[0].name) == (503, "service_unavailable")
        ready = served.get("/health/ready")
        assert (ready.status, ready.json()["status"]) == (200, "degraded")
        assert ready.json()["checks"]["redis"]["status"] == "down"
        platform.redis.start()
        back = time.monotonic()
        load.wait_until(lambda: sign_in(platform, load.members[0].name)[0] == 200, seconds=5)
        load.wait_for(60)
    assert [each.what for each in load.refused(since=back + 5)] == []
    assert refused_deeds(load) <= {"sign in"}
    load.prove()
    newcomers.prove()
