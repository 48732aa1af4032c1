"""Many at once on PostgreSQL: what arrives while everything is read, what is taken back while it is told."""

from __future__ import annotations

from typing import Any

import pytest

from config.db import uuid7
from config.testing.crowd import all_at_once, at_once
from notifications.inbox import services
from notifications.inbox.models import UNREAD, InboxState, Notification, NotificationCause
from notifications.inbox.proof import wrong_counts
from notifications.inbox.queries import unread_counts
from notifications.inbox.tests.telling import told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def unread_rows(member_id: Any) -> int:
    state = InboxState.objects.get(pk=member_id)
    return Notification.objects.filter(UNREAD, recipient_id=member_id, position__gt=state.read_through).count()


def test_the_count_is_that_of_the_rows_after_a_thousand_arrive_while_all_is_read(owner: Any) -> None:
    def act(number: int) -> None:
        if number % 10 == 9:
            for _ in range(20):
                services.read_all(member_id=owner.pk)
        else:
            for _ in range(23):
                services.tell(told(actor=uuid7(), thing=uuid7()), [owner.pk])

    at_once(act, 50)
    assert Notification.objects.filter(recipient_id=owner.pk).count() == 45 * 23
    assert unread_counts(owner.pk)["total"] == unread_rows(owner.pk)
    assert list(wrong_counts()) == []
    positions = list(Notification.objects.filter(recipient_id=owner.pk).values_list("position", flat=True))
    assert len(set(positions)) == len(positions)


def test_what_many_do_to_one_thing_at_once_is_one_row_that_counts_them(owner: Any) -> None:
    thing = uuid7()
    at_once(lambda _number: services.tell(told(actor=uuid7(), thing=thing), [owner.pk]), 30)
    (row,) = Notification.objects.filter(recipient_id=owner.pk)
    assert (row.actor_count, row.count) == (30, 30)


def test_an_event_that_is_delivered_many_times_at_once_tells_once(owner: Any, stranger: Any, friend: Any) -> None:
    made = told(actor=uuid7(), thing=uuid7())
    people = [owner.pk, stranger.pk, friend.pk]
    numbers = at_once(lambda number: services.tell(made, people[number % 3 :] + people[: number % 3]), 20)
    assert sum(numbers) == 3
    assert NotificationCause.objects.filter(cause_id=made.cause_id).count() == 3


def test_telling_and_taking_back_at_once_leave_no_count_behind(owner: Any, stranger: Any) -> None:
    thing, people = uuid7(), [uuid7() for _ in range(20)]
    for person in people:
        services.tell(told(actor=person, thing=thing), [owner.pk, stranger.pk])

    def act(number: int) -> None:
        if number % 2:
            services.forget_actor(people[number])
        else:
            services.tell(told(actor=uuid7(), thing=thing), [stranger.pk, owner.pk])

    at_once(act, 20)
    assert {row.actor_count for row in Notification.objects.all()} == {20}
    assert list(wrong_counts()) == []


def test_deeds_of_one_member_at_once_count_once(owner: Any) -> None:
    for _ in range(6):
        services.tell(told(actor=uuid7(), thing=uuid7()), [owner.pk])
    (first, *_rest) = Notification.objects.filter(recipient_id=owner.pk).order_by("position")
    one = {"member_id": owner.pk, "notification_id": first.pk}
    errors = all_at_once(
        lambda: services.read_notification(**one),
        lambda: services.archive(**one),
        lambda: services.read_notification(**one),
        lambda: services.read_all(member_id=owner.pk),
        lambda: services.settle(),
    )
    assert errors == []
    assert unread_counts(owner.pk)["total"] == unread_rows(owner.pk) == 0
