"""Many workers at once, on PostgreSQL: nothing twice, nothing out of order, nobody waits for a writer."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from config.audit import chain, note
from config.audit.models import AuditSeal
from config.events import queue
from config.events.claims import claim
from config.events.delivering import deliver_owed
from config.events.models import Delivery
from config.events.tests import ears
from config.events.tests.ears import heard

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def in_threads(*works):
    """Run them all at once; raises the first error."""
    errors = []
    barrier = threading.Barrier(len(works))

    def run(work):
        try:
            barrier.wait(10)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


@pytest.mark.parametrize("recorded_before", [True, False], ids=["before", "meanwhile"])
def test_two_workers_deliver_nothing_twice_and_each_subject_in_order(recorded_before, listeners, happen):
    things, each = [f"thing-{number}" for number in range(7)], 30
    recorded = threading.Event()

    def happenings():
        for number in range(each):
            for thing in things:
                happen(thing, number)
        recorded.set()

    def work():
        while not (recorded.is_set() and queue.backlog().owed == 0):
            deliver_owed()

    if recorded_before:
        happenings()
        in_threads(work, work)
    else:
        in_threads(happenings, work, work)
    for name in (ears.FIRST, ears.SECOND, ears.THIRD):
        seen = heard(name)
        assert max(Counter(seen).values()) == 1
        for thing in things:
            assert [number for heard_thing, number in seen if heard_thing == thing] == list(range(each))


def test_workers_that_claim_at_once_share_nothing(listeners, happen):
    for number in range(40):
        happen(f"thing-{number}", number)
    held = []
    in_threads(*[lambda: held.append({row.pk for row in claim(limit=30).deliveries}) for _ in range(4)])
    assert sum(len(ids) for ids in held) == len(set().union(*held)) == 120


def test_a_slow_delivery_whose_lease_ended_is_neither_repeated_nor_overtaken(happen, listening, settings):
    settings.EVENTS_LEASE_SECONDS = -1  # ended as soon as it begins
    running, go_on = threading.Event(), threading.Event()

    def slow(event, *, cause):
        if event.number == 1:
            running.set()
            assert go_on.wait(20)
        ears.hear("trial.slow", event, cause)

    def second_worker():
        assert running.wait(20)
        try:
            deliver_owed()
            assert heard("trial.slow") == [("b", 3)]
        finally:
            go_on.set()

    with ears.listening(ears.FIRST):
        listening(ears.Happened, as_="trial.slow")(slow)
        for thing, number in (("a", 1), ("a", 2), ("b", 3)):
            happen(thing, number)
        in_threads(lambda: deliver_owed(limit=2), second_worker)
        settings.EVENTS_LEASE_SECONDS = 30
        deliver_owed()
    assert sorted(heard("trial.slow")) == [("a", 1), ("a", 2), ("b", 3)]
    assert heard("trial.slow").index(("a", 1)) < heard("trial.slow").index(("a", 2))
    assert not Delivery.objects.filter(crashes__gt=0).exists()


def test_two_sealers_make_one_chain_while_entries_are_written():
    written = threading.Event()

    def write():
        for number in range(100):
            note(action="x.done", actor=None, after={"number": number})
        written.set()

    def seal():
        while not written.is_set():
            chain.seal_new()

    in_threads(write, seal, seal)
    chain.seal_new()
    assert AuditSeal.objects.count() == 100
    assert chain.verify().broken == ""


def test_an_entry_committed_after_a_later_one_is_sealed_when_it_is_seen():
    noted, sealed = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            note(action="x.late", actor=None)
            noted.set()
            assert sealed.wait(20)

    def early():
        assert noted.wait(20)
        note(action="x.early", actor=None)
        try:
            assert chain.seal_new() == 1
        finally:
            sealed.set()

    in_threads(late, early)
    assert chain.seal_new() == 1
    assert chain.verify().broken == ""
    assert chain.verify().sealed == 2
