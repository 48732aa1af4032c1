"""Everything that can break does, one after another in an order drawn by chance, while members use the platform.

    FAULT_SECONDS=60 FAULT_SEED=3 pytest config/tests/faults/test_a_random_schedule.py -m faults -n 0 -s

Each fault is over before the next begins, and whatever ended is started again, as a supervisor does. Members may lose
answers; what they were told stays so, and when it is over nothing is owed, doubled or damaged.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress

import psycopg
import pytest

from config.testing.workers import children
from config.tests.faults.load import Load
from config.tests.faults.platform import Platform
from config.tests.faults.test_poison_in_the_broker import GARBAGE, QUEUE

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

SECONDS = float(os.environ.get("FAULT_SECONDS", "600"))
SEED = int(os.environ.get("FAULT_SEED", "11"))
# granian takes two deaths of one worker within 5.5 s for a loop, and ends; its supervisor then starts it.
BETWEEN = 6.0
DOUBLED = 100
LOCKED = ("workbooks_workbook", "accounts_user", "events_delivery", "workbooks_favorite")


OTHERS = {"__init__", "wait", "names"}


class Breaking:
    """The faults, by name."""

    def __init__(self, platform: Platform, load: Load, chance: random.Random) -> None:
        self.platform, self.load, self.chance = platform, load, chance

    def wait(self, least: float, most: float) -> None:
        """Let the members go on for some seconds between two bounds."""
        end = time.monotonic() + self.chance.uniform(least, most)
        self.load.wait_until(lambda: time.monotonic() > end, seconds=most + 5)

    def a_child_of_the_pool_is_killed(self) -> None:
        self.platform.workers.kill_child(self.platform.worker)

    def the_worker_is_killed(self) -> None:
        self.platform.workers.kill(self.platform.worker)

    def beat_is_killed(self) -> None:
        self.platform.workers.kill(self.platform.beat)

    def a_web_process_is_killed(self) -> None:
        process = self.platform.served.process
        assert process is not None
        with suppress(IndexError, ProcessLookupError):
            os.kill(self.chance.choice(children(process.pid)), signal.SIGKILL)

    def the_web_server_is_killed(self) -> None:
        self.platform.served.kill()

    def redis_restarts_empty(self) -> None:
        self.platform.redis.restart()

    def redis_is_flushed(self) -> None:
        with self.platform.redis.client() as redis:
            redis.flushall()

    def redis_stands_still(self) -> None:
        self.platform.redis.pause()
        try:
            self.wait(0.5, 4)
        finally:
            self.platform.redis.resume()

    def redis_is_full(self) -> None:
        with self.platform.redis.client() as redis:
            redis.config_set("maxmemory", "1")
            try:
                self.wait(0.5, 4)
            finally:
                redis.config_set("maxmemory", "0")

    def redis_is_away(self) -> None:
        self.platform.redis.stop()
        self.wait(0.5, 5)

    def postgres_crashes(self) -> None:
        self.platform.postgres.stop("immediate")
        self.wait(0.5, 4)

    def postgres_restarts(self) -> None:
        self.platform.postgres.restart("fast")

    def connections_are_cut(self) -> None:
        self.platform.postgres.cut_connections()

    def a_table_is_locked_by_another(self) -> None:
        with (
            suppress(psycopg.errors.LockNotAvailable),
            self.platform.postgres.connect("faults") as connection,
            connection.transaction(),
        ):
            connection.execute("SET LOCAL lock_timeout = '2s'")
            connection.execute(f"LOCK TABLE {self.chance.choice(LOCKED)} IN ACCESS EXCLUSIVE MODE")
            self.wait(0.5, 3)

    def messages_that_nobody_can_read_come(self) -> None:
        with self.platform.redis.client() as redis:
            redis.lpush(QUEUE, *self.chance.sample(list(GARBAGE.values()), 3))

    def messages_come_twice_and_late(self) -> None:
        """What waits in the broker is shuffled, and some of it is doubled."""
        with self.platform.redis.client() as redis:
            waiting = redis.lrange(QUEUE, 0, DOUBLED - 1)
            self.chance.shuffle(waiting)
            if waiting:
                redis.rpush(QUEUE, *waiting)

    def names(self) -> list[str]:
        """All faults there are."""
        return [name for name, what in vars(type(self)).items() if callable(what) and name not in OTHERS]


def test_after_ten_minutes_of_everything_nothing_is_lost_doubled_or_damaged(platform: Platform) -> None:
    chance, done = random.Random(SEED), Counter[str]()
    with Load(platform.served, seed=SEED) as load:
        breaking, end = Breaking(platform, load, chance), time.monotonic() + SECONDS
        names: list[str] = []
        while time.monotonic() < end:
            names = names or chance.sample(breaking.names(), len(breaking.names()))
            name = names.pop()
            sys.stdout.write(f"{SECONDS - (end - time.monotonic()):6.1f} s  {name}\n")
            getattr(breaking, name)()
            done[name] += 1
            platform.in_order()
            breaking.wait(0, BETWEEN)
        before, waiting = load.good(), platform.workers.messages()
        load.wait_for(100)
    sys.stdout.write(f"seed {SEED}: {dict(done)}; {before} answers meanwhile, {waiting} messages wait\n")
    assert before > done.total()
    load.prove(may_be_lost=True)
