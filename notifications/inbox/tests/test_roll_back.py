"""What is rolled back was never told: neither in the inbox, nor on the queue, nor to open clients."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from config.db import uuid7
from config.realtime.models import Frame
from notifications.delivery.models import Delivery
from notifications.inbox import services
from notifications.inbox.models import Notification, NotificationCause
from notifications.inbox.queries import unread_counts
from notifications.inbox.tests.telling import told
from notifications.rules.tests.acting import published
from social.graph import services as graph

pytestmark = pytest.mark.django_db


class BusinessFailed(Exception):
    """Whatever was to be done came to nothing."""


@transaction.atomic
def tell_and_fail(person: Any) -> None:
    services.tell(told(type="comment.created", actor=uuid7(), thing=uuid7()), [person.pk])
    raise BusinessFailed


@transaction.atomic
def follow_and_fail(person: Any, other: Any) -> None:
    graph.follow(actor=other, person=person)
    raise BusinessFailed


def test_no_row_no_queue_item_and_no_frame_is_left(owner: Any) -> None:
    with pytest.raises(BusinessFailed):
        tell_and_fail(owner)
    for model in (Notification, NotificationCause, Delivery, Frame):
        assert not model.objects.exists()
    assert unread_counts(owner.pk)["total"] == 0


def test_a_deed_that_is_rolled_back_is_told_to_nobody(owner: Any, stranger: Any, deliver: Any) -> None:
    published(owner)
    with pytest.raises(BusinessFailed):
        follow_and_fail(owner, stranger)
    deliver()
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()
