"""Delivering what is owed: once in effect, in order, and with room for what cannot be delivered."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from config import clock, context
from config.events import Event, claims, delivering, record
from config.events.delivering import deliver_owed
from config.events.models import Delivery, DomainEvent
from config.events.tests import ears
from config.events.tests.ears import Happened, heard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


def test_every_subscriber_hears_every_event_once_and_nothing_stays_owed(listeners, happen, deliver):
    for number in range(3):
        happen("a", number)
    assert deliver() == 9
    for name in (ears.FIRST, ears.SECOND, ears.THIRD):
        assert heard(name) == [("a", 0), ("a", 1), ("a", 2)]
    assert deliver() == 0
    assert not Delivery.objects.exists()


def test_what_a_subscriber_records_is_delivered_as_well(listening, happen, deliver):
    def pass_on(event, *, cause):
        if event.number < 3:
            record(Happened(thing=event.thing, number=event.number + 1))

    with ears.listening(ears.FIRST):
        listening(Happened, as_="trial.pass_on")(pass_on)
        happen("a", 0)
        deliver()
        assert heard() == [("a", number) for number in range(4)]


def test_a_subscriber_runs_under_the_request_and_the_actor_of_its_cause(listening, deliver):
    seen = []
    actor = uuid4()
    with ears.listening(ears.FIRST):
        listening(Happened, as_="trial.context")(lambda event, *, cause: seen.append(context.current()))
        with transaction.atomic(), context.within(context.Context(request_id="r-7")):
            record(Happened(actor_id=actor, thing="a", number=1))
        deliver()
    assert [(one.request_id, one.actor_id) for one in seen] == [("r-7", actor)]


def test_effects_of_a_failed_try_are_undone(listening, happen, deliver):
    def write_and_fail(event, *, cause):
        ears.hear("trial.half", event, cause)
        raise ValueError("too late")

    with ears.listening(ears.FIRST):
        listening(Happened, as_="trial.half")(write_and_fail)
        happen("a", 1)
        deliver(may_fail=True)
    assert heard("trial.half") == []
    owed = Delivery.objects.get()
    assert (owed.subscriber, owed.attempts, owed.state, owed.lease) == ("trial.half", 1, "pending", None)
    assert "too late" in owed.last_error


def test_backing_off_holds_only_the_same_subscriber_and_subject(listeners, happen, deliver):
    happen("a", 1, "broken")
    happen("a", 2)
    happen("b", 3)
    deliver(may_fail=True)
    assert heard(ears.FIRST) == [("b", 3)]
    assert heard(ears.SECOND) == [("a", 1), ("a", 2), ("b", 3)]
    happen("a", 4)
    assert deliver(may_fail=True) == 2
    assert heard(ears.FIRST) == [("b", 3)]


def test_what_is_held_follows_in_order_when_the_first_succeeds(listener, happen, deliver, monkeypatch):
    happen("a", 1, "broken")
    happen("a", 2)
    happen("a", 3)
    deliver(may_fail=True)
    assert heard() == []
    DomainEvent.objects.filter(payload__number=1).update(
        payload={"actor_id": None, "thing": "a", "number": 1, "word": ""}
    )
    assert deliver() == 0
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=True):
        assert deliver() == 3
    assert heard() == [("a", 1), ("a", 2), ("a", 3)]


def test_after_its_last_try_a_delivery_is_parked_and_holds_nobody(listener, happen, deliver, settings):
    settings.EVENTS_MAX_ATTEMPTS = 3
    happen("a", 1, "broken")
    happen("a", 2)
    now = clock.now()
    for day in range(3):
        with time_machine.travel(now + timedelta(days=day), tick=True):
            deliver(may_fail=True)
    assert heard() == [("a", 2)]
    parked = Delivery.objects.get()
    assert (parked.state, parked.attempts) == ("parked", 3)
    with time_machine.travel(now + timedelta(days=30), tick=True):
        assert deliver_owed() == delivering.Counts()


def test_each_backoff_is_longer_and_none_is_endless():
    waits = [delivering.backoff(attempt).total_seconds() for attempt in range(1, 7)]
    assert waits == sorted(waits)
    assert 4 <= waits[0] <= 6
    assert delivering.backoff(50).total_seconds() <= 3600 * 1.2


def test_a_delivery_whose_subscriber_is_gone_is_parked_with_a_sentence(listeners, happen, deliver):
    happen("a", 1)
    ears.subscriptions.unsubscribe(ears.SECOND)
    deliver(may_fail=True)
    parked = Delivery.objects.get()
    assert parked.state == "parked"
    assert parked.last_error == "No subscriber has the name 'trial.second' any more."


def test_a_delivery_whose_event_is_gone_is_parked_with_a_sentence(listening, deliver):
    class Sent(Event, wire="trial.sent", subject="thing"):
        actor_id: str | None = None
        thing: str

    listening(Sent, as_="trial.sent_ear")(lambda event, *, cause: None)
    with transaction.atomic():
        record(Sent(thing="a"))
    ears.event.forget(Sent)
    deliver(may_fail=True)
    parked = Delivery.objects.get()
    assert (parked.state, parked.last_error) == ("parked", "No event has the name 'trial.sent' any more.")


def test_a_limit_is_kept_and_says_that_there_is_more(listener, happen):
    for number in range(5):
        happen("a", number)
    counts = deliver_owed(limit=2)
    assert (counts.delivered, counts.is_more) == (2, True)
    assert Delivery.objects.filter(lease__isnull=False).count() == 0
    assert deliver_owed().delivered == 3


def test_help_is_called_where_there_is_enough_for_another_worker(listener, happen, monkeypatch):
    monkeypatch.setattr(claims.claim, "__defaults__", (2,))
    calls = []
    happen("a", 1)
    deliver_owed(call_help=lambda: calls.append(1))
    assert calls == []
    for number in range(2):
        happen("a", number)
    deliver_owed(call_help=lambda: calls.append(1))
    assert calls == [1]


def test_a_batch_that_takes_long_gives_back_what_it_has_not_begun(listener, happen, monkeypatch):
    for number in range(3):
        happen("a", number)
    monkeypatch.setattr(delivering, "BATCH_SECONDS", 0.0)
    held = claims.claim()
    delivering._deliver_batch(held, counts := delivering.Counts(), None)
    assert counts.delivered == 1
    assert Delivery.objects.filter(lease__isnull=False).count() == 0


def test_what_interrupts_a_batch_gives_it_back(listening, happen):
    def interrupt(event, *, cause):
        raise KeyboardInterrupt

    with ears.listening(ears.FIRST):
        listening(Happened, as_="trial.zz_interrupt")(interrupt)
        happen("a", 1)
        with pytest.raises(KeyboardInterrupt):
            deliver_owed()
    assert heard() == [("a", 1)]
    owed = Delivery.objects.get()
    assert (owed.subscriber, owed.lease, owed.attempts, owed.crashes) == ("trial.zz_interrupt", None, 0, 0)
