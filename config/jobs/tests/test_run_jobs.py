"""Jobs: their runs, their slots, and what becomes of those that fail or are lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from config import clock, context
from config.jobs import registry, running, upkeep
from config.jobs.models import Heartbeat, Outcome, TaskRun

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, 3, tzinfo=UTC)


@pytest.fixture
def at_noon() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_a_run_keeps_its_times_its_outcome_and_its_counts(declare, at_noon):
    @declare("trial.count", every=timedelta(minutes=10))
    def count():
        return {"seen": 3}

    assert upkeep.run_due() == 1
    run = TaskRun.objects.get()
    assert (run.name, run.outcome, run.counts, run.attempts) == ("trial.count", Outcome.DONE, {"seen": 3}, 1)
    assert run.slot == NOON.replace(second=0)
    assert run.started_at == run.finished_at == NOON


def test_two_beats_run_a_slot_once(declare, at_noon):
    done = []

    @declare("trial.count", every=timedelta(minutes=10))
    def count():
        done.append(clock.now())

    slot = count.slot_at(clock.now()).isoformat()
    for _ in range(2):
        running.run_task(count, slot=slot, run_id=None)
    upkeep.run_due()
    assert len(done) == 1
    at_noon.shift(timedelta(minutes=10))
    assert upkeep.run_due() == 1
    assert len(done) == 2


def test_slots_are_the_same_for_every_process(declare):
    @declare("trial.count", every=timedelta(minutes=10))
    def count(): ...

    assert count.slot_at(NOON) == count.slot_at(NOON + timedelta(minutes=9)) == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert count.slot_at(NOON + timedelta(minutes=10)) == datetime(2026, 11, 20, 12, 10, tzinfo=UTC)


def test_a_job_runs_under_the_request_id_of_its_run(declare):
    seen = []

    @declare("trial.look", every=timedelta(minutes=10))
    def look():
        seen.append(context.current().request_id)

    upkeep.run_due()
    assert seen == [TaskRun.objects.get().request_id]
    assert seen[0]


def test_a_job_that_was_sent_waits_for_the_commit_and_runs_with_its_arguments(
    declare, django_capture_on_commit_callbacks
):
    seen = []

    @declare("trial.greet")
    def greet(name):
        seen.append(name)

    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        run = greet.send(name="ana")
    assert callbacks == [running.wakeup.signal]
    assert run.outcome == Outcome.WAITING
    assert upkeep.run_due() == 1
    assert seen == ["ana"]
    assert upkeep.run_due() == 0


def test_a_waiting_run_is_taken_once(declare):
    @declare("trial.greet")
    def greet(): ...

    run = greet.send()
    assert running.take_waiting(run.pk) is not None
    assert running.take_waiting(run.pk) is None


def test_a_run_that_fails_is_tried_again_later_and_closed_after_its_tries(declare, at_noon):
    @declare("trial.fail", tries=2)
    def fail():
        raise ValueError("no such thing")

    fail.send()
    upkeep.run_due()
    run = TaskRun.objects.get()
    assert (run.outcome, run.attempts) == (Outcome.WAITING, 1)
    assert "no such thing" in run.error
    assert upkeep.run_due() == 0
    at_noon.shift(timedelta(minutes=5))
    assert upkeep.run_due() == 1
    run.refresh_from_db()
    assert (run.outcome, run.attempts) == (Outcome.FAILED, 2)


def test_a_job_that_comes_round_soon_is_not_tried_again(declare):
    @declare("trial.fail", every=timedelta(seconds=10))
    def fail():
        raise ValueError("no such thing")

    upkeep.run_due()
    assert TaskRun.objects.get().outcome == Outcome.FAILED


def test_a_run_whose_process_died_is_found_and_tried_again(declare, at_noon):
    done = []

    @declare("trial.long")
    def take_long():
        done.append(1)

    running.take_waiting(take_long.send().pk)
    assert upkeep.recover_lost() == 0
    at_noon.shift(timedelta(seconds=40))
    assert upkeep.recover_lost() == 1
    at_noon.shift(timedelta(minutes=1))
    assert upkeep.run_due() == 1
    assert done == [1]
    assert TaskRun.objects.get().outcome == Outcome.DONE


def test_a_run_that_kills_its_process_each_time_is_closed_as_lost(declare, at_noon):
    @declare("trial.poison")
    def poison(): ...

    run = poison.send()
    for _ in range(registry.TRIES):
        assert running.take_waiting(run.pk) is not None
        at_noon.shift(timedelta(hours=1))
        upkeep.recover_lost()
        at_noon.shift(timedelta(hours=1))
    run.refresh_from_db()
    assert (run.outcome, run.attempts) == (Outcome.LOST, registry.TRIES)
    assert running.take_waiting(run.pk) is None


def test_a_process_that_was_given_up_cannot_close_the_run_of_another(declare, at_noon):
    @declare("trial.slow")
    def slow(): ...

    run = slow.send()
    given_up = running.take_waiting(run.pk)
    at_noon.shift(timedelta(minutes=1))
    upkeep.recover_lost()
    at_noon.shift(timedelta(minutes=1))
    second = running.take_waiting(run.pk)
    running.perform(slow, given_up)
    run.refresh_from_db()
    assert (run.outcome, run.attempts) == (Outcome.RUNNING, second.attempts)


def test_old_runs_go_and_those_of_frequent_jobs_sooner(declare, at_noon):
    @declare("trial.often", every=timedelta(seconds=10))
    def often(): ...

    @declare("trial.daily", every=timedelta(days=1))
    def daily(): ...

    Heartbeat.objects.create(name="worker:gone", at=NOON)
    upkeep.run_due()
    assert upkeep.prune() == 0
    at_noon.shift(timedelta(days=3))
    assert upkeep.prune() == 1
    assert [run.name for run in TaskRun.objects.all()] == ["trial.daily"]
    assert not Heartbeat.objects.exists()
    at_noon.shift(timedelta(days=30))
    assert upkeep.prune() == 1


def test_two_jobs_cannot_have_one_name(declare):
    @declare("trial.count")
    def count(): ...

    with pytest.raises(RuntimeError, match="taken"):

        @declare("trial.count")
        def count_too(): ...


def test_calling_a_job_runs_its_body_and_keeps_no_run(declare):
    @declare("trial.count")
    def count():
        return {"seen": 1}

    assert count() == {"seen": 1}
    assert not TaskRun.objects.exists()
