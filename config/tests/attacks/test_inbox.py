"""Group N, what members are told: roll-backs, second thoughts, clocks and crowds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from config import clock
from config.db import uuid7
from config.testing.crowd import at_once
from config.testing.failing import Died
from notifications.delivery.models import Delivery
from notifications.delivery.sources import Asked, Withheld
from notifications.inbox import services
from notifications.inbox.models import UNREAD, InboxState, Notification
from notifications.inbox.sending import read
from notifications.inbox.tests.telling import tell, told
from notifications.types import Channel
from social.graph import services as graph

pytestmark = pytest.mark.django_db

PREFERENCES = "/notifications/preferences"


@transaction.atomic
def follow_and_die(person: Any, other: Any) -> None:
    graph.follow(actor=other, person=person)
    tell(person, type="comment.created", actor=other, thing=uuid7())
    raise Died


def test_n08_what_is_rolled_back_leaves_no_notification_and_no_message(
    owner: Any, stranger: Any, deliver: Any, api: Any
) -> None:
    with pytest.raises(Died):
        follow_and_die(owner, stranger)
    deliver()
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()
    assert api.as_(owner).get("/notifications/unread-count").json()["total"] == 0


@pytest.mark.parametrize("deed", ["off", "block", "delete"])
def test_n10_what_is_not_wanted_any_more_is_not_sent(deed: str, owner: Any, stranger: Any, api: Any) -> None:
    tell(owner, type="user.followed", actor=stranger, group="followed")
    row = Delivery.objects.get(channel=Channel.EMAIL)
    if deed == "off":
        api.as_(owner).put(PREFERENCES, {"matrix": {"user.followed": {"email": False}}})
    elif deed == "block":
        graph.block(actor=owner, person=stranger)
    else:
        item = api.as_(owner).get("/notifications").json()["results"][0]["id"]
        assert api.as_(owner).delete(f"/notifications/{item}").status_code == 204
    asked = Asked(row.pk, row.recipient_id, Channel.EMAIL, row.type, row.source_id, row.cause_id, None)
    assert isinstance(read([asked])[row.pk], Withheld)


@pytest.mark.parametrize(
    "zone",
    ["../../etc", "../../../etc/passwd", "/etc/localtime", "Etc/GMT+99", "UTC+25", "Europe/Berlin\u0000", "x" * 65],
)
def test_n13_time_zones_that_are_none_are_refused(zone: str, owner: Any, api: Any) -> None:
    answer = api.as_(owner).put(PREFERENCES, {"quiet_hours": {"timezone": zone}})
    assert answer.status_code == 400
    assert api.as_(owner).get(PREFERENCES).json()["quiet_hours"]["timezone"] == "UTC"


@pytest.mark.parametrize(
    ("zone", "night", "morning"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
        ("America/Sao_Paulo", datetime(2018, 11, 4, 2, 30, tzinfo=UTC), datetime(2018, 11, 4, 9, tzinfo=UTC)),
    ],
)
def test_n13_quiet_hours_hold_across_a_change_of_the_clocks(
    zone: str, night: datetime, morning: datetime, owner: Any, api: Any
) -> None:
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    ranges = [{"days": days, "start": "22:00", "end": "07:00"}]
    assert api.as_(owner).put(PREFERENCES, {"quiet_hours": {"timezone": zone, "ranges": ranges}}).status_code == 200
    made = told("comment.created", actor=uuid7(), thing=uuid7())
    with clock.standing_at(night):
        for _ in range(2):
            services.tell(made, [owner.pk])
    (row,) = Delivery.objects.all()
    assert row.scheduled_for == morning


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_n14_the_badge_is_right_after_all_is_read_while_many_arrive(owner: Any, api: Any) -> None:
    client = api.as_(owner)

    def act(number: int) -> None:
        if number == 0:
            assert client.post("/notifications/read", {"all": True}).status_code == 200
        else:
            for _ in range(25):
                services.tell(told(actor=uuid7(), thing=uuid7()), [owner.pk])

    at_once(act, 41)
    through = InboxState.objects.get(pk=owner.pk).read_through
    rows = Notification.objects.filter(UNREAD, recipient_id=owner.pk, position__gt=through)
    assert Notification.objects.count() == 1_000
    assert client.get("/notifications/unread-count").json()["total"] == rows.count()
