"""Real Celery workers on a real broker: killed, poisoned, and robbed of their messages."""

from __future__ import annotations

import random

import pytest

from config.events import DomainEvent, queue
from config.events.models import Delivery
from config.events.tests import ears
from config.events.tests.ears import heard
from config.events.wakeup import wakeup
from config.jobs import heartbeats
from config.jobs.models import TaskRun
from config.testing.workers import Workers

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("workers"),
]

NAMES = (ears.FIRST, ears.SECOND, ears.THIRD)


@pytest.fixture
def workers(listeners):
    with Workers("config.events.tests.ears_app", EVENTS_LEASE_SECONDS="1") as started:
        yield started


def nothing_owed():
    return not Delivery.objects.filter(state="pending").exists()


def is_at_work():
    """Deliveries are leased; or all is done already, on a machine that was faster than this test looked."""
    return queue.backlog().leased > 0 or nothing_owed()


def look_again():
    """What the sweep does every ten seconds, sooner."""
    from config.events.tasks import sweep

    sweep.task.apply_async(expires=5)


def test_a_worker_delivers_on_wake_up_and_ends_in_good_order(workers, happen):
    worker = workers.start_worker()
    workers.wait_until(lambda: heartbeats.last("worker") is not None)
    for number in range(20):
        happen("a", number)
    workers.wait_until(nothing_owed, seconds=20)
    assert heard(ears.THIRD) == [("a", number) for number in range(20)]
    assert workers.stop(worker) == 0
    assert heartbeats.last("worker") is None


def test_a_worker_killed_again_and_again_loses_nothing_and_does_nothing_twice(workers, happen):
    chance = random.Random(7)
    things, rounds, each = 10, 5, 40
    in_the_middle = 0
    for turn in range(rounds):
        # The work is there before the worker is, so that it is sure to be met in the middle of it.
        for number in range(turn * each, turn * each + each):
            happen(f"thing-{number % things}", number, "slow")
        worker = workers.start_worker()
        workers.wait_until(is_at_work, each=look_again)
        if chance.random() < 0.5:
            workers.kill_child(worker)
            workers.wait_until(is_at_work, each=look_again)
        workers.kill(worker)
        in_the_middle += queue.backlog().leased > 0
        for name in heartbeats.ages():
            heartbeats.forget(name)
    assert in_the_middle >= 3
    workers.start_worker()
    workers.wait_until(nothing_owed, seconds=60, each=look_again)
    assert queue.backlog().parked == 0
    for name in NAMES:
        seen = heard(name)
        assert sorted(number for _, number in seen) == list(range(rounds * each))
        for thing in range(things):
            of_thing = [number for seen_thing, number in seen if seen_thing == f"thing-{thing}"]
            assert of_thing == list(range(thing, rounds * each, things))


def test_a_delivery_that_kills_its_process_is_parked_and_holds_nobody_up(workers, happen):
    for number in range(10):
        happen(f"thing-{number}", number, "poison" if number == 4 else "")
    happen("thing-4", 11)
    workers.start_worker(concurrency=1)
    workers.wait_until(nothing_owed, seconds=90, each=look_again)
    parked = Delivery.objects.get()
    assert (parked.subscriber, parked.event.payload["number"], parked.crashes) == (ears.FIRST, 4, 3)
    assert sorted(number for _, number in heard(ears.FIRST)) == [0, 1, 2, 3, 5, 6, 7, 8, 9, 11]
    assert sorted(number for _, number in heard(ears.SECOND)) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]
    assert not Delivery.objects.exclude(pk=parked.pk).exists()


def test_the_loss_of_all_messages_loses_no_event(workers, happen):
    for number in range(30):
        happen("a", number)
    wakeup.finish()
    assert workers.messages() > 0
    workers.lose_messages()
    assert workers.messages() == 0
    workers.start_worker()
    for _ in range(2):
        workers.start_beat()
    workers.wait_until(nothing_owed, seconds=60)
    sweeps = TaskRun.objects.filter(name="config.events.sweep", outcome="done")
    workers.wait_until(sweeps.exists)
    assert heartbeats.last("beat") is not None
    assert DomainEvent.objects.count() == 30
    for name in NAMES:
        assert heard(name) == [("a", number) for number in range(30)]
