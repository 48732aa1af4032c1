"""Why somebody did or did not get a notification can be read step by step: by themselves, and by managers."""

from __future__ import annotations

from typing import Any

import pytest

from config import clock
from notifications.delivery.models import Attempt, Delivery, Receipt
from notifications.inbox.models import Notification
from notifications.preferences.services import Changes, change_preferences
from notifications.rules.tests.acting import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def commented(owner: Any, stranger: Any, deliver: Any) -> Any:
    """A notification about a comment, whose mail waits for quiet hours to end."""
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    change_preferences(member=owner, changes=Changes(ranges=[{"days": days, "start": "00:01", "end": "00:00"}]))
    made = published(owner)
    engagement.write_comment(author=stranger, workbook_id=made.pk, body="Well")
    deliver()
    return Notification.objects.get(recipient_id=owner.pk, type="comment.created")


def test_the_way_is_told_in_order(owner: Any, commented: Any, api: Any) -> None:
    mail = Delivery.objects.get()
    Attempt.objects.create(delivery=mail, provider="smtp", outcome="transient", error="greylisted")
    Receipt.objects.create(delivery=mail, provider="smtp", event_id="1", what="delivered", at=clock.now())
    api.as_(owner).put(f"/notifications/{commented.pk}/read")
    answer = api.as_(owner).get(f"/notifications/{commented.pk}/trace").json()
    steps = [(step["step"], step["channel"], step["outcome"], step["reason"]) for step in answer["steps"]]
    assert steps[0] == ("event", None, "comment.created", "")
    assert ("decided", "in_app", "now", "usual") in steps
    assert ("decided", "email", "later", "quiet_hours") in steps
    assert ("decided", "push", "off", "no_device") in steps
    names = [step for step, *_rest in steps]
    assert names.index("queued") < names.index("attempted") < names.index("reported") < names.index("read")
    assert "Well" not in str(answer)


def test_managers_follow_anyones_and_others_nobodys(
    commented: Any, manager: Any, moderator: Any, stranger: Any, api: Any
) -> None:
    path = f"/notifications/{commented.pk}/trace"
    assert api.as_(manager).get(path).status_code == 200
    assert api.as_(moderator).get(path).status_code == 404
    assert api.as_(stranger).get(path).status_code == 404
