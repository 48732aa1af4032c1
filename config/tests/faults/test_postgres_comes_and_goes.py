"""PostgreSQL crashes, restarts, cuts connections and runs out of them, under load.

Meanwhile requests are answered 503, as problems, and never 500; within five seconds of its return all is answered
again, and nobody has to lift a hand. What was answered with success is there.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, suppress

import psycopg
import pytest

from config.tests.faults.load import LOST, Load
from config.tests.faults.platform import Platform

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

OVER_WITHIN = 5.0
STAYS_AWAY = 3.0
STAYS_AWAY_LONG = 20.0


def pause(load: Load, seconds: float) -> None:
    end = time.monotonic() + seconds
    load.wait_until(lambda: time.monotonic() > end, seconds=seconds + 5)


def prove_over(load: Load, back: float) -> None:
    """Wait a while after the return, in which nothing may be refused any more."""
    pause(load, back + OVER_WITHIN - time.monotonic())
    load.wait_for(80)
    late = load.refused(since=back + OVER_WITHIN)
    assert [f"{each.what} after {each.at - back:.1f} s: {each.status}" for each in late] == []


@pytest.mark.parametrize("mode", ["immediate", "fast"])
def test_a_restart_under_load_is_over_five_seconds_after_its_end(platform: Platform, mode: str) -> None:
    with Load(platform.served) as load:
        load.wait_for(60)
        platform.postgres.stop(mode)
        pause(load, STAYS_AWAY)
        # On a busy machine whoever was waiting may not be answered yet; it is away until somebody has noticed.
        load.wait_until(lambda: bool(load.refused()), seconds=STAYS_AWAY_LONG)
        platform.postgres.start()
        prove_over(load, time.monotonic())
    assert {each.status for each in load.refused()} == {503}
    load.prove()


def test_a_long_absence_is_over_as_soon_as_a_short_one(platform: Platform) -> None:
    """A pool that waits longer and longer between its tries would find the database long after it is back."""
    with Load(platform.served) as load:
        load.wait_for(60)
        platform.postgres.stop("fast")
        pause(load, STAYS_AWAY_LONG)
        assert platform.served.get("/health/live").status == 200
        assert platform.served.get("/health/ready").status == 503
        platform.postgres.start()
        prove_over(load, time.monotonic())
    load.prove()


def test_a_restart_that_nobody_met_costs_nobody_an_answer(platform: Platform) -> None:
    """Connections that died while nobody used them are not handed out."""
    with Load(platform.served, members=8) as load:
        load.wait_for(150)
    load.prove()
    platform.postgres.restart("fast")
    time.sleep(OVER_WITHIN)
    with Load(platform.served, members=8) as late:
        late.wait_for(150)
    assert late.refused() == []
    late.prove()


def test_connections_cut_again_and_again_cost_answers_and_nothing_else(platform: Platform) -> None:
    with Load(platform.served) as load:
        load.wait_for(60)
        for _ in range(10):
            assert platform.postgres.cut_connections() >= 1
            load.wait_for(15)
        prove_over(load, time.monotonic())
    assert {each.status for each in load.refused()} <= {503}
    load.prove()


def test_a_server_without_a_free_connection_is_answered_503_until_one_is_free(platform: Platform) -> None:
    with Load(platform.served) as load:
        load.wait_for(60)
        with ExitStack() as greed:
            take_all(platform, greed)
            load.wait_until(lambda: len(load.refused()) > 3, seconds=30)
            assert platform.served.get("/health/ready").status == 503
            assert platform.served.get("/health/live").status == 200
        prove_over(load, time.monotonic())
    assert LOST not in {each.status for each in load.refused()}
    load.prove()


def take_all(platform: Platform, greed: ExitStack) -> None:
    """Take every connection there is, also those that the platform has."""
    address = platform.served.environment["DATABASE_URL"].rpartition("/")[0] + "/postgres"
    for _ in range(50):
        with platform.postgres.connect() as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'faults'")
        # Twice, because a slot that is freed meanwhile goes to whoever asks first.
        for _again in range(2):
            with suppress(psycopg.OperationalError):
                while True:
                    greed.enter_context(psycopg.connect(address, autocommit=True, connect_timeout=5))
            time.sleep(0.2)
        with platform.postgres.connect() as connection:
            (ours,) = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = 'faults'").fetchone()
        if not ours:
            return
    raise AssertionError("the platform kept connections")
