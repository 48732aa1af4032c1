"""What the queue is told when it asks: what nobody wants by now is not sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.users import services as users
from config.roles import Status
from notifications.delivery.models import Delivery
from notifications.delivery.sources import Answer, Asked, Later, Letter, Withheld
from notifications.inbox import services
from notifications.inbox.models import Notification
from notifications.inbox.sending import read
from notifications.preferences.services import Changes, change_preferences
from notifications.rules.tests.acting import published
from notifications.templates.queries import worded
from notifications.types import Channel
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.fixture
def ask(owner: Any, stranger: Any, deliver: Any) -> Callable[[], Answer]:
    """Ask what the mail about the stranger's comment says."""
    made = published(owner)
    engagement.write_comment(author=stranger, workbook_id=made.pk, body="Which source?")
    deliver()
    row = Delivery.objects.get(channel=Channel.EMAIL)

    def now() -> Answer:
        asked = Asked(
            row.pk, row.recipient_id, Channel(row.channel), row.type, row.source_id, row.cause_id, row.target_id
        )
        return read([asked])[row.pk]

    return now


def test_the_letter_has_the_values_that_its_wording_needs(ask: Callable[[], Answer]) -> None:
    letter = ask()
    assert isinstance(letter, Letter)
    words = worded("comment.created", Channel.EMAIL, "en", letter.values)
    assert words.title == "stranger commented on “Budget”"
    assert "Which source?" in words.body
    assert letter.link.startswith("http")
    assert letter.values["link"] == letter.link


def _read(owner: Any, stranger: Any) -> None:
    services.read_all(member_id=owner.pk)


def _read_one(owner: Any, stranger: Any) -> None:
    services.read_notification(member_id=owner.pk, notification_id=Notification.objects.get(type="comment.created").pk)


def _turn_off(owner: Any, stranger: Any) -> None:
    change_preferences(member=owner, changes=Changes(matrix={"comment.created": {"email": False}}))


def _block(owner: Any, stranger: Any) -> None:
    graph.block(actor=owner, person=stranger)


def _mute(owner: Any, stranger: Any) -> None:
    graph.mute(actor=owner, person=stranger)


def _mute_thread(owner: Any, stranger: Any) -> None:
    thread = ("workbook", Workbook.objects.get().pk)
    change_preferences(member=owner, changes=Changes(threads=[thread]))


def _suspend(owner: Any, stranger: Any) -> None:
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)


def _delete(owner: Any, stranger: Any) -> None:
    catalog.delete_workbook(actor=owner, workbook_id=Workbook.objects.get().pk)


def _remove(owner: Any, stranger: Any) -> None:
    services.forget_actor(stranger.pk)


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (_read, "read"),
        (_read_one, "read"),
        (_turn_off, "turned_off"),
        (_block, "hidden"),
        (_mute, "muted"),
        (_mute_thread, "muted"),
        (_suspend, "closed"),
        (_delete, "hidden"),
        (_remove, "gone"),
    ],
)
def test_it_is_withheld_once(
    deed: Callable[[Any, Any], None], reason: str, ask: Callable[[], Answer], owner: Any, stranger: Any
) -> None:
    deed(owner, stranger)
    assert ask() == Withheld(reason)


def test_it_waits_where_quiet_hours_have_begun(ask: Callable[[], Answer], owner: Any) -> None:
    change_preferences(member=owner, changes=Changes(ranges=[{"days": WEEK, "start": "00:01", "end": "00:00"}]))
    assert isinstance(ask(), Later)


def test_the_row_says_by_which_channels_it_was_delivered(ask: Callable[[], Answer], owner: Any, api: Any) -> None:
    from config import clock
    from notifications.delivery.sources import Outcome
    from notifications.delivery.states import State

    row = Delivery.objects.get(channel=Channel.EMAIL)
    told = Outcome(row.pk, row.recipient_id, Channel.EMAIL, row.type, row.source_id, State.DELIVERED, clock.now())
    for _ in range(2):
        services.note_outcomes([told])
    (item,) = api.as_(owner).get("/notifications", {"type": "comment.created"}).json()["results"]
    assert item["channels"] == ["in_app", "email"]
