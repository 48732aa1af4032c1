"""Claims and leases: who holds what, and what becomes of it when its process dies."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from config import clock
from config.events import claims, delivering
from config.events.claims import claim, recover, release
from config.events.delivering import deliver_owed
from config.events.models import Delivery
from config.events.tests.ears import heard

pytestmark = pytest.mark.django_db


def numbers(held):
    return [row.event.payload["number"] for row in held.deliveries]


def later(seconds=31):
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=True)


def test_what_one_worker_holds_no_other_gets(listener, happen):
    happen("a", 1)
    assert numbers(claim()) == [1]
    assert numbers(claim()) == []


def test_a_later_one_of_the_same_subject_waits_for_the_one_that_is_held(listener, happen):
    happen("a", 1)
    held = claim()
    happen("a", 2)
    happen("b", 3)
    assert numbers(claim()) == [3]
    delivering._deliver_batch(held, delivering.Counts(), None)
    assert numbers(claim()) == [2]


def test_what_is_released_can_be_claimed_again_and_is_no_crash(listener, happen):
    happen("a", 1)
    assert release(claim().lease) == 1
    assert [row.crashes for row in claim().deliveries] == [0]


def test_a_worker_whose_lease_was_taken_over_does_nothing(listener, happen):
    happen("a", 1)
    slow = claim()
    with later():
        recover()
        quick = claim()
        counts = delivering.Counts()
        delivering._deliver_batch(slow, counts, None)
        assert counts == delivering.Counts()
        delivering._deliver_batch(quick, counts, None)
    assert counts.delivered == 1
    assert heard() == [("a", 1)]


def test_a_death_is_charged_to_the_delivery_that_ran_and_to_no_other(listener, happen):
    for number in (1, 2, 3):
        happen(f"thing-{number}", number)
    held = claim()
    delivering._deliver(held, held.deliveries[0], delivering.Counts())
    with later():
        assert recover() == 2
        crashes = dict(Delivery.objects.values_list("event__payload__number", "crashes"))
        assert crashes == {2: 1, 3: 0}


def test_before_its_lease_ends_nothing_is_taken_from_a_worker(listener, happen):
    happen("a", 1)
    held = claim()
    with later(20):
        assert recover() == 0
    assert Delivery.objects.get().lease == held.lease


def test_what_has_crashed_is_claimed_alone(listener, happen):
    for number in (1, 2, 3):
        happen(f"thing-{number}", number)
    Delivery.objects.filter(event__payload__number=2).update(crashes=1)
    assert [numbers(claim()) for _ in range(4)] == [[1], [2], [3], []]


def test_after_three_crashes_a_delivery_is_parked_and_holds_nobody(listener, happen):
    happen("a", 1)
    happen("a", 2)
    now = clock.now()
    for minute in range(1, claims.MAX_CRASHES + 1):
        with time_machine.travel(now + timedelta(minutes=minute), tick=False):
            recover()
            assert numbers(claim())[0] == 1
    with time_machine.travel(now + timedelta(minutes=10), tick=True):
        recover()
        parked = Delivery.objects.get(event__payload__number=1)
        assert (parked.state, parked.crashes) == ("parked", 3)
        assert parked.last_error == "Parked: 3 processes ended while they ran it."
        assert deliver_owed().delivered == 1
    assert heard() == [("a", 2)]


def test_a_long_queue_behind_one_that_backs_off_does_not_hide_the_rest(listener, happen, monkeypatch):
    happen("a", 0, "broken")
    for number in range(1, 30):
        happen("a", number)
    happen("b", 100)
    deliver_owed(limit=1)
    assert numbers(claim(limit=5)) == [100]
