"""Unread notifications of one group are one row, which moves up and counts exactly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from config import clock
from config.db import uuid7
from notifications.delivery.models import Delivery
from notifications.inbox import services
from notifications.inbox.models import InboxState, Notification, NotificationCause
from notifications.inbox.proof import wrong_counts
from notifications.inbox.tests.telling import rows, tell, told
from notifications.inbox.tests.town import members
from notifications.preferences.services import Changes, change_preferences
from notifications.types import Channel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counts_are_right(db: None) -> Any:
    yield
    assert list(wrong_counts()) == []


def test_many_people_are_one_row_with_the_newest_first(owner: Any) -> None:
    thing, people = uuid7(), [uuid7() for _ in range(13)]
    for person in people:
        tell(owner, actor=person, thing=thing)
    (row,) = rows(owner)
    assert (row.actor_count, row.count) == (13, 13)
    assert [row.actor_id, row.second_id, row.third_id] == people[:-4:-1]
    assert InboxState.objects.get(pk=owner.pk).unread == 1


def test_the_same_person_twice_is_one_person_and_two_events(owner: Any) -> None:
    thing, one, other = uuid7(), uuid7(), uuid7()
    for person in (one, other, one):
        tell(owner, actor=person, thing=thing)
    (row,) = rows(owner)
    assert (row.actor_count, row.count) == (2, 3)
    assert [row.actor_id, row.second_id, row.third_id] == [one, other, None]


def test_it_moves_up(owner: Any) -> None:
    first, second = uuid7(), uuid7()
    for thing in (first, second, first):
        tell(owner, actor=uuid7(), thing=thing)
    assert [row.thing_id for row in rows(owner)] == [first, second]


def test_what_was_read_is_left_alone(owner: Any) -> None:
    thing = uuid7()
    tell(owner, actor=uuid7(), thing=thing)
    services.read_notification(member_id=owner.pk, notification_id=rows(owner)[0].pk)
    tell(owner, actor=uuid7(), thing=thing)
    assert [row.actor_count for row in rows(owner)] == [1, 1]


def test_what_lies_below_the_watermark_is_settled_when_it_is_in_the_way(owner: Any) -> None:
    thing = uuid7()
    tell(owner, actor=uuid7(), thing=thing)
    services.read_all(member_id=owner.pk)
    tell(owner, actor=uuid7(), thing=thing)
    new, old = rows(owner)
    assert (new.read_at, new.actor_count) == (None, 1)
    assert old.read_at == InboxState.objects.get(pk=owner.pk).read_through_at


def test_an_event_is_told_once_whatever_comes_again(owner: Any, stranger: Any) -> None:
    made = told(actor=uuid7(), thing=uuid7())
    assert services.tell(made, [owner.pk]) == 1
    assert services.tell(made, [owner.pk, stranger.pk]) == 1
    assert services.tell(made, [owner.pk, stranger.pk]) == 0
    assert Notification.objects.count() == 2


def test_what_is_mailed_is_not_mailed_again_the_same_day(owner: Any) -> None:
    thing = uuid7()
    for hours in (0, 1, 30):
        with clock.standing_at(clock.now() + timedelta(hours=hours)):
            tell(owner, type="comment.created", actor=uuid7(), thing=thing)
    mails = Delivery.objects.filter(recipient_id=owner.pk, channel=Channel.EMAIL)
    assert mails.count() == 2
    reasons = [cause.decisions["email"][1] for cause in NotificationCause.objects.order_by("pk")]
    assert reasons == ["usual", "told_already", "usual"]


def test_what_is_off_in_the_app_is_mailed_and_stands_in_no_list(owner: Any) -> None:
    change_preferences(member=owner, changes=Changes(matrix={"comment.created": {"in_app": False}}))
    tell(owner, type="comment.created", actor=uuid7(), thing=uuid7())
    assert rows(owner) == []
    (mail,) = Delivery.objects.all()
    assert (mail.recipient_id, mail.channel, mail.source) == (owner.pk, "email", "notification")
    assert InboxState.objects.get(pk=owner.pk).unread == 0


def test_what_is_off_everywhere_leaves_only_why(owner: Any) -> None:
    off = {"in_app": False, "email": False, "push": False}
    change_preferences(member=owner, changes=Changes(matrix={"comment.created": off}))
    tell(owner, type="comment.created", actor=uuid7(), thing=uuid7())
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()
    assert NotificationCause.objects.get().decisions["email"][:2] == ["off", "turned_off"]


def test_what_is_collected_is_not_queued(owner: Any) -> None:
    change_preferences(member=owner, changes=Changes(digest="daily"))
    tell(owner, type="comment.created", actor=uuid7(), thing=uuid7())
    assert not Delivery.objects.exists()
    assert rows(owner)[0].collected_at is not None


def test_a_limit_puts_off_what_is_above_it_into_the_digest_of_the_next_hour(owner: Any) -> None:
    change_preferences(member=owner, changes=Changes(rate_limit=2))
    with clock.standing_at(at := clock.now().replace(minute=10)):
        for _ in range(5):
            tell(owner, type="comment.created", actor=uuid7(), thing=uuid7())
    assert Delivery.objects.count() == 2
    waiting = Notification.objects.exclude(collected_at=None).values_list("collected_at", flat=True)
    hour = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    assert list(waiting) == [hour] * 3


def test_who_turned_digests_off_gets_what_is_above_a_limit_hour_by_hour(owner: Any) -> None:
    off = {"digest.due": {"email": False}}
    change_preferences(member=owner, changes=Changes(rate_limit=2, matrix=off))
    with clock.standing_at(clock.now().replace(minute=10)):
        for _ in range(5):
            tell(owner, type="comment.created", actor=uuid7(), thing=uuid7())
        due = list(Delivery.objects.order_by("scheduled_for").values_list("scheduled_for", flat=True))
    hours = [each.replace(minute=0, second=0, microsecond=0) for each in due]
    assert [hours.count(hour) for hour in dict.fromkeys(hours)] == [2, 2, 1]


@pytest.mark.postgres
def test_thousands_cost_as_many_statements_as_a_few(django_assert_max_num_queries: Any) -> None:
    people = members(120)
    made = told(type="comment.created", actor=uuid7(), thing=uuid7())
    with django_assert_max_num_queries(40):
        services.tell(made, people)
    with django_assert_max_num_queries(40):
        services.tell(told(type="comment.created", actor=uuid7(), group=made.group), people)
    assert set(Notification.objects.values_list("count", "actor_count")) == {(2, 2)}
