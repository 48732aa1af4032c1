"""Asking for messages in the transaction that brings them about."""

from __future__ import annotations

import contextlib

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config import clock
from config.db import uuid7
from config.testing.crowd import at_once
from notifications.delivery.models import Delivery
from notifications.delivery.services import Order, enqueue
from notifications.delivery.wakeup import wakeup
from notifications.types import Channel


def order(member, **changes) -> Order:
    values = {
        "recipient_id": member.pk,
        "channel": Channel.EMAIL,
        "type": "user.followed",
        "source": "trial",
        "source_id": uuid7(),
        "cause_id": 7,
        "thread": "user.followed",
        "scheduled_for": clock.now(),
    }
    return Order(**{**values, **changes})


@pytest.mark.django_db
def test_an_order_becomes_a_delivery_that_waits(owner):
    asked = order(owner, is_urgent=True)
    with transaction.atomic():
        (made,) = enqueue([asked])
    row = Delivery.objects.get()
    assert (row.pk, row.recipient_id, row.channel, row.type) == (made, owner.pk, "email", "user.followed")
    assert (row.state, row.attempts, row.crashes, row.provider, row.lease) == ("waiting", 0, 0, "", None)
    assert row.due_at == row.scheduled_for == asked.scheduled_for
    assert row.is_urgent


@pytest.mark.django_db
def test_one_cause_brings_a_member_one_message_a_channel_and_device(owner, friend):
    device, other = uuid7(), uuid7()
    orders = [
        order(owner),
        order(friend),
        order(owner, channel=Channel.PUSH, target_id=device),
        order(owner, channel=Channel.PUSH, target_id=other),
        order(owner, cause_id=8),
    ]
    with transaction.atomic():
        assert len(enqueue(orders)) == 5
        assert enqueue(orders) == []
        assert len(enqueue([*orders, order(friend, cause_id=8)])) == 1
    assert Delivery.objects.count() == 6


@pytest.mark.django_db
def test_orders_without_a_cause_are_never_doubles(owner):
    with transaction.atomic():
        assert len(enqueue([order(owner, cause_id=None), order(owner, cause_id=None)])) == 2


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nothing_is_asked_for(owner):
    with pytest.raises(transaction.TransactionManagementError):
        enqueue([order(owner)])
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_not_asked_for_and_wakes_nobody(owner):
    wakeup.flag.clear()
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        enqueue([order(owner)])
        raise ZeroDivisionError
    assert not Delivery.objects.exists()
    assert not wakeup.flag.is_set()


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_whoever_sends_once(owner, settings):
    settings.EMBEDDED = True
    wakeup.flag.clear()
    with transaction.atomic():
        enqueue([order(owner)])
        enqueue([order(owner, cause_id=8)])
        assert len([entry for entry in connection.run_on_commit if entry[1] == wakeup.signal]) == 1
        assert not wakeup.flag.is_set()
    assert wakeup.flag.is_set()


@pytest.mark.postgres
@pytest.mark.django_db
def test_however_many_orders_are_one_statement(owner):
    for orders in ([order(owner, cause_id=number) for number in range(1_000)], [order(owner, cause_id=None)] * 1_000):
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            assert len(enqueue(orders)) == 1_000
        assert len(queries) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_ask_for_one_message(owner):
    def ask(_number: int) -> int:
        with transaction.atomic():
            return len(enqueue([order(owner)]))

    assert sum(at_once(ask, 20)) == 1
    assert Delivery.objects.count() == 1
