"""Recording an event in the transaction that makes it happen."""

from __future__ import annotations

import contextlib
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config import context
from config.events import record
from config.events.models import Delivery, DomainEvent
from config.events.tests import ears
from config.events.tests.ears import Happened
from config.events.wakeup import wakeup


@pytest.mark.django_db
def test_an_event_is_written_with_what_each_durable_subscriber_owes(listeners, recorded):
    actor = uuid4()
    with transaction.atomic(), context.within(context.Context(request_id="r-1")):
        row = record(Happened(actor_id=actor, thing="a", number=1))
    kept = DomainEvent.objects.get(pk=row.pk)
    assert (kept.name, kept.subject, kept.actor_id, kept.request_id) == ("trial.happened", "trial:a", actor, "r-1")
    assert row.payload == kept.payload
    assert recorded(Happened) == [Happened(actor_id=actor, thing="a", number=1)]
    owed = Delivery.objects.filter(event=kept).order_by("subscriber").values_list("subscriber", "subject", "state")
    assert list(owed) == [(name, "trial:a", "pending") for name in (ears.FIRST, ears.SECOND, ears.THIRD)]


@pytest.mark.django_db
def test_subscribers_cost_one_statement_more_at_the_most(listeners):
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        record(Happened(thing="a", number=1))
    assert len(queries) == (1 if connection.vendor == "postgresql" else 2)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(listeners):
    with pytest.raises(transaction.TransactionManagementError):
        record(Happened(thing="a", number=1))
    assert not DomainEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_recorded_and_wakes_nobody(listeners, listening):
    told = []
    listening(Happened, live=True, as_="trial.live")(lambda event, *, cause: told.append(event))
    wakeup.flag.clear()
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        record(Happened(thing="a", number=1))
        raise ZeroDivisionError
    assert not DomainEvent.objects.exists()
    assert not Delivery.objects.exists()
    assert told == []
    assert not wakeup.flag.is_set()


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_only_its_own_events_along(listeners, listening):
    told = []
    listening(Happened, live=True, as_="trial.live")(lambda event, *, cause: told.append(event.number))
    with transaction.atomic():
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            record(Happened(thing="a", number=1))
            raise ZeroDivisionError
        record(Happened(thing="a", number=2))
    assert told == [2]
    assert [row.payload["number"] for row in DomainEvent.objects.all()] == [2]


@pytest.mark.django_db
def test_a_transaction_with_many_events_wakes_once(listeners, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(5):
            record(Happened(thing="a", number=number))
    assert callbacks == [wakeup.signal]


@pytest.mark.django_db
def test_an_event_nobody_hears_is_kept_and_wakes_nobody(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        row = record(Happened(thing="a", number=1))
    assert DomainEvent.objects.filter(pk=row.pk).exists()
    assert callbacks == []


@pytest.mark.django_db(transaction=True)
def test_an_error_of_a_live_subscriber_reaches_neither_the_caller_nor_the_others(listening, caplog):
    told = []

    def break_down(event, *, cause):
        raise ValueError("a socket is gone")

    listening(Happened, live=True, as_="trial.a")(break_down)
    listening(Happened, live=True, as_="trial.b")(lambda event, *, cause: told.append(cause.pk))
    with transaction.atomic():
        row = record(Happened(thing="a", number=1))
    assert told == [row.pk]
    assert "trial.a" in caplog.text
