"""What a digest says, asked for when it is sent: news by category, and nothing that is none by then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.profiles.models import Profile
from accounts.users import services as users
from config import clock
from config.db import uuid7
from config.roles import Status
from config.testing.crowd import at_once
from notifications.delivery.models import Delivery
from notifications.delivery.sending import send_due
from notifications.digests import services
from notifications.digests.models import Digest
from notifications.digests.tests.posting import announce, collects, mails, run
from notifications.inbox import services as inbox
from notifications.inbox.models import Notification
from notifications.inbox.tests.telling import tell
from notifications.preferences.services import Changes, change_preferences
from notifications.rules.tests.acting import published
from social.graph import services as graph
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, 20, tzinfo=UTC)
HOUR = datetime(2026, 6, 3, 13, tzinfo=UTC)
NASTY = '<script>alert("x")</script> & [a](https://evil.example)'


@pytest.fixture
def noon() -> Any:
    with clock.standing_at(NOON):
        yield


def html_of(mail: Any) -> str:
    return str(mail.alternatives[0][0])


def test_it_names_each_with_its_link_beneath_its_category(
    owner: Any, stranger: Any, deliver: Callable[..., int], noon: Any
) -> None:
    made = published(owner)
    collects(owner, "hourly")
    graph.follow(actor=stranger, person=owner)
    engagement.write_comment(author=stranger, workbook_id=made.pk, body="Which source?")
    deliver()
    assert mails() == []
    run(HOUR)
    (mail,) = mails()
    assert mail.subject == "2 new on Sigma Playground"
    assert mail.to == ["owner@example.com"]
    assert "Hello owner," in mail.body
    people, content = mail.body.index("People\n"), mail.body.index("Workbooks and comments\n")
    assert mail.body.index("- stranger follows you\n  http", people)
    assert mail.body.index("- stranger commented on “Budget”\n  http", content)
    assert '/u/stranger">stranger follows you</a>' in html_of(mail)


def test_titles_stay_what_somebody_typed(owner: Any, noon: Any) -> None:
    announce(collects(owner, "hourly"), NASTY)
    run(HOUR)
    (mail,) = mails()
    assert f"- {NASTY}" in mail.body
    assert "<script>" not in html_of(mail)
    assert "&lt;script&gt;" in html_of(mail)
    assert 'href="https://evil.example"' not in html_of(mail)


def test_it_is_in_the_readers_language(owner: Any, noon: Any) -> None:
    Profile.objects.filter(user_id=owner.pk).update(locale="de")
    announce(collects(owner, "hourly"), "One")
    run(HOUR)
    (mail,) = mails()
    assert mail.subject == "1 neu auf Sigma Playground"
    assert "Hallo owner" in mail.body
    assert "Die Seite\n" in mail.body


def test_it_can_be_unsubscribed_from_in_one_click(owner: Any, noon: Any) -> None:
    announce(collects(owner, "hourly"), "One")
    run(HOUR)
    (mail,) = mails()
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/unsubscribe/" in mail.extra_headers["List-Unsubscribe"]


def _read(owner: Any) -> None:
    inbox.read_notification(member_id=owner.pk, notification_id=Notification.objects.order_by("-id")[0].pk)


def _archive(owner: Any) -> None:
    inbox.archive(member_id=owner.pk, notification_id=Notification.objects.order_by("-id")[0].pk)


def _delete(owner: Any) -> None:
    inbox.delete(member_id=owner.pk, notification_id=Notification.objects.order_by("-id")[0].pk)


def _expire(owner: Any) -> None:
    newest = Notification.objects.order_by("-id")[0]
    Notification.objects.filter(pk=newest.pk).update(expires_at=HOUR)


@pytest.mark.parametrize("deed", [_read, _archive, _delete, _expire])
def test_what_is_no_news_by_then_is_left_out(deed: Callable[[Any], None], owner: Any, noon: Any) -> None:
    collects(owner, "hourly")
    announce(owner, "Stays")
    announce(owner, "Goes")
    deed(owner)
    run(HOUR)
    (mail,) = mails()
    assert mail.subject.startswith("1 new")
    assert "Goes" not in mail.body
    assert "Stays" in mail.body


def _turn_the_type_off(owner: Any, stranger: Any) -> None:
    change_preferences(member=owner, changes=Changes(matrix={"user.followed": {"email": False}}))


def _block(owner: Any, stranger: Any) -> None:
    graph.block(actor=owner, person=stranger)


def _mute(owner: Any, stranger: Any) -> None:
    graph.mute(actor=owner, person=stranger)


def _read_all(owner: Any, stranger: Any) -> None:
    inbox.read_all(member_id=owner.pk)


def _suspend(owner: Any, stranger: Any) -> None:
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)


def _turn_digests_off(owner: Any, stranger: Any) -> None:
    change_preferences(member=owner, changes=Changes(matrix={"digest.due": {"email": False}}))


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (_turn_the_type_off, "empty"),
        (_block, "empty"),
        (_mute, "empty"),
        (_read_all, "empty"),
        (_suspend, "account"),
        (_turn_digests_off, "turned_off"),
    ],
)
def test_one_of_which_nothing_is_left_is_not_sent(
    deed: Callable[[Any, Any], None], reason: str, owner: Any, stranger: Any, deliver: Callable[..., int], noon: Any
) -> None:
    collects(owner, "hourly")
    graph.follow(actor=stranger, person=owner)
    deliver()
    deed(owner, stranger)
    run(HOUR)
    assert mails() == []
    row = Delivery.objects.get(type="digest.due")
    assert (row.state, row.last_error) == ("withheld", reason)
    assert Digest.objects.get().state == "withheld"


def test_quiet_hours_that_begin_meanwhile_put_it_off(owner: Any, noon: Any) -> None:
    announce(collects(owner, "hourly", "UTC"), "One")
    quiet = [{"days": ["wed"], "start": "12:30", "end": "14:00"}]
    change_preferences(member=owner, changes=Changes(ranges=quiet))
    run(HOUR)
    assert mails() == []
    with clock.standing_at(HOUR + timedelta(hours=1)):
        send_due()
    assert len(mails()) == 1


def test_a_digest_with_very_much_says_that_there_is_more(owner: Any, noon: Any) -> None:
    collects(owner, "hourly")
    for number in range(103):
        announce(owner, f"News {number}")
    run(HOUR)
    (mail,) = mails()
    assert mail.subject == "100+ new on Sigma Playground"
    assert "There is more in your inbox" in mail.body
    row = Digest.objects.get()
    assert (row.collected, len(row.told)) == (103, 100)


def test_what_it_named_says_that_it_was_delivered_by_mail(owner: Any, noon: Any) -> None:
    announce(collects(owner, "hourly"), "One")
    run(HOUR)
    assert Notification.objects.get().channels == ["email"]


def test_who_wants_mails_only_gets_them_in_the_digest_too(owner: Any, noon: Any) -> None:
    collects(owner, "hourly", matrix={"announcement.made": {"in_app": False}})
    announce(owner, "One")
    announce(owner, "Two")
    run(HOUR)
    assert mails()[0].subject.startswith("2 new")


def test_a_letter_costs_as_many_statements_for_forty_as_for_two(
    owner: Any, stranger: Any, noon: Any, django_assert_max_num_queries: Any
) -> None:
    collects(owner, "hourly")
    for _ in range(40):
        tell(owner, type="user.followed", actor=stranger, thing=None, group=str(uuid7()))
    services_made = _made_at(HOUR)
    assert services_made == 1
    with clock.standing_at(HOUR), django_assert_max_num_queries(60):
        send_due()
    assert mails()[0].subject.startswith("40 new")


def _made_at(at: datetime) -> int:
    with clock.standing_at(at):
        return services.make_due()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_make_each_digest_once(person: Callable[..., Any]) -> None:
    with clock.standing_at(NOON):
        people = [collects(person(f"reader-{number}"), "hourly") for number in range(12)]
        for each in people:
            announce(each, "One")

    def work(number: int) -> int:
        with clock.standing_at(HOUR):
            return services.make_due(batch=3) if number % 2 else _tell(people[number % 12], number)

    assert sum(at_once(work, 20)) + _made_at(HOUR) == 12
    assert Digest.objects.count() == Delivery.objects.filter(type="digest.due").count() == 12
    assert not Notification.objects.filter(collected_at__lte=HOUR).exists()


def _tell(who: Any, number: int) -> int:
    announce(who, f"Meanwhile {number}")
    return 0
