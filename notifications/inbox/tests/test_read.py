"""Reading: one, several, up to a place, everything; counts follow, and doing it again changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from config.db import uuid7
from config.realtime.models import Frame
from notifications.inbox import services
from notifications.inbox.errors import NotificationNotFound
from notifications.inbox.models import InboxState, Notification, UnreadCount
from notifications.inbox.proof import wrong_counts
from notifications.inbox.queries import unread_counts
from notifications.inbox.tests.telling import rows, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counts_are_right(db: None) -> Any:
    yield
    assert list(wrong_counts()) == []


@pytest.fixture
def five(owner: Any) -> list[Any]:
    """Five unread notifications, the newest first."""
    for type in ("workbook.favorited", "comment.created", "workbook.favorited", "user.followed", "comment.liked"):
        tell(owner, type=type, actor=uuid7(), thing=uuid7())
    return rows(owner)


def total(person: Any) -> int:
    return int(unread_counts(person.pk)["total"])


def test_counts_are_by_type_and_by_channel(owner: Any, five: list[Any]) -> None:
    assert unread_counts(owner.pk) == {
        "total": 5,
        "by_type": {"comment.created": 1, "comment.liked": 1, "user.followed": 1, "workbook.favorited": 2},
        "by_channel": {"in_app": 5, "email": 2, "push": 0},
    }


def test_one_is_read_once(owner: Any, five: list[Any]) -> None:
    for _ in range(2):
        services.read_notification(member_id=owner.pk, notification_id=five[0].pk)
        assert total(owner) == 4


def test_a_foreign_one_cannot_be_found(stranger: Any, five: list[Any]) -> None:
    for deed in (services.read_notification, services.archive, services.delete):
        with pytest.raises(NotificationNotFound):
            deed(member_id=stranger.pk, notification_id=five[0].pk)
    assert services.read_notifications(member_id=stranger.pk, ids=[row.pk for row in five]) == 0


def test_several_are_read_together(owner: Any, five: list[Any]) -> None:
    ids = [row.pk for row in five[1:3]]
    assert services.read_notifications(member_id=owner.pk, ids=[*ids, uuid7()]) == 2
    assert services.read_notifications(member_id=owner.pk, ids=ids) == 0
    assert total(owner) == 3


def test_everything_is_read_without_touching_a_row(owner: Any, five: list[Any]) -> None:
    assert services.read_all(member_id=owner.pk) == 5
    assert Notification.objects.filter(read_at__isnull=True).count() == 5
    assert total(owner) == 0
    assert services.read_all(member_id=owner.pk) == 0


def test_everything_up_to_a_place_is_read_and_what_came_later_is_not(owner: Any, five: list[Any]) -> None:
    assert services.read_before(member_id=owner.pk, position=five[2].position) == 3
    assert unread_counts(owner.pk)["by_type"] == {"comment.liked": 1, "user.followed": 1}
    assert services.read_before(member_id=owner.pk, position=five[3].position) == 0
    assert services.read_before(member_id=owner.pk, position=10**15) == 2


def test_what_was_read_below_the_watermark_cannot_be_counted_twice(owner: Any, five: list[Any]) -> None:
    services.read_all(member_id=owner.pk)
    services.read_notification(member_id=owner.pk, notification_id=five[0].pk)
    services.archive(member_id=owner.pk, notification_id=five[1].pk)
    services.delete(member_id=owner.pk, notification_id=five[2].pk)
    assert total(owner) == 0


def test_an_archived_one_leaves_the_list_and_is_read(owner: Any, five: list[Any]) -> None:
    for _ in range(2):
        services.archive(member_id=owner.pk, notification_id=five[0].pk)
    assert total(owner) == 4
    row = Notification.objects.get(pk=five[0].pk)
    assert row.archived_at is not None
    assert row.read_at is not None


def test_a_deleted_one_is_gone_and_is_not_told_anew(owner: Any, five: list[Any]) -> None:
    from notifications.inbox.models import NotificationCause

    services.delete(member_id=owner.pk, notification_id=five[0].pk)
    assert total(owner) == 4
    assert NotificationCause.objects.filter(recipient_id=owner.pk).count() == 5


def test_the_job_settles_what_the_watermark_says(owner: Any, five: list[Any]) -> None:
    services.read_all(member_id=owner.pk)
    tell(owner, actor=uuid7(), thing=uuid7())
    assert services.settle(batch=2) == 5
    assert services.settle() == 0
    assert Notification.objects.filter(read_at__isnull=True).count() == 1
    state = InboxState.objects.get(pk=owner.pk)
    assert state.settled_through == state.read_through


def test_every_client_hears_of_it(owner: Any, five: list[Any]) -> None:
    Frame.objects.all().delete()
    services.read_notification(member_id=owner.pk, notification_id=five[0].pk)
    services.read_all(member_id=owner.pk)
    frames = Frame.objects.filter(channel=f"user:{owner.pk}").order_by("seq")
    assert [(frame.type, frame.data) for frame in frames] == [
        ("notification.read", {"ids": [str(five[0].pk)]}),
        ("unread", {"total": 4}),
        ("notification.read", {"through": 5}),
        ("unread", {"total": 0}),
    ]


def test_a_wrong_count_is_found_and_repaired(owner: Any, five: list[Any]) -> None:
    UnreadCount.objects.filter(member_id=owner.pk, type="comment.liked").update(count=7)
    InboxState.objects.filter(pk=owner.pk).update(unread=9)
    assert {found.type for found in wrong_counts()} == {"comment.liked", ""}
    assert len(list(wrong_counts(repair=True))) == 2
    assert total(owner) == 5
