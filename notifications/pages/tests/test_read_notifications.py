"""The page of one's notifications, without script: what stands on it, and what its buttons do."""

from __future__ import annotations

from typing import Any

import pytest

from config.testing.visiting import Visitor
from notifications.inbox.models import Notification
from notifications.inbox.queries import unread_counts
from social.graph import services as graph
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(owner: Any, stranger: Any, deliver: Any) -> list[Notification]:
    """The owner is followed, and a workbook of theirs is liked: two notifications, the newest first."""
    made = published(owner, title="Sales <b>& more</b>")
    graph.follow(actor=stranger, person=owner)
    deliver()
    engagement.favorite(member=stranger, workbook_id=made.pk)
    deliver()
    return list(Notification.objects.filter(recipient=owner).order_by("-position"))


def press(person: Any, path: str) -> Any:
    visitor = Visitor().as_(person)
    page = visitor.follow("/notifications")
    token = page.html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    return visitor.client.post(path, {"csrfmiddlewaretoken": token}, headers={"Origin": "http://testserver"})


def test_what_one_was_told_stands_there_with_the_newest_first(owner: Any, told: list[Notification]) -> None:
    page = Visitor().as_(owner).follow("/notifications")
    assert page.status == 200
    first, second = page.html.index("likes “Sales &lt;b&gt;"), page.html.index("stranger follows you")
    assert first < second
    assert "2 are unread." in page.text


def test_it_is_worded_in_the_language_of_the_reader(owner: Any, told: list[Notification]) -> None:
    page = Visitor("de").as_(owner).follow("/notifications")
    assert "stranger folgt dir" in page.text
    assert "2 sind ungelesen." in page.text


def test_whoever_is_not_signed_in_signs_in_first() -> None:
    page = Visitor().follow("/notifications")
    assert (page.status, page.answer["Location"]) == (303, "/sign-in?next=%2Fnotifications")


def test_opening_one_leads_to_its_thing_and_marks_it_as_read(owner: Any, told: list[Notification]) -> None:
    answer = press(owner, f"/notifications/{told[0].pk}/open")
    assert (answer.status_code, answer["Location"]) == (303, f"/w/{told[0].thing_id}")
    assert unread_counts(owner.pk)["total"] == 1


def test_one_is_marked_as_read_and_put_away_and_all_are(owner: Any, told: list[Notification]) -> None:
    assert press(owner, f"/notifications/{told[0].pk}/read").status_code == 303
    assert unread_counts(owner.pk)["total"] == 1
    assert press(owner, f"/notifications/{told[0].pk}/archive").status_code == 303
    assert "likes" not in Visitor().as_(owner).follow("/notifications").text
    assert press(owner, "/notifications/read").status_code == 303
    page = Visitor().as_(owner).follow("/notifications")
    assert "Everything is read." in page.text
    assert "Nothing is unread." in Visitor().as_(owner).follow("/notifications?unread=1").text


@pytest.mark.parametrize("deed", ["open", "read", "archive"])
def test_nobody_touches_what_somebody_else_was_told(
    owner: Any, stranger: Any, told: list[Notification], deed: str
) -> None:
    assert press(stranger, f"/notifications/{told[0].pk}/{deed}").status_code == 404
    assert unread_counts(owner.pk)["total"] == 2


def test_a_form_that_was_forged_elsewhere_is_refused(owner: Any, told: list[Notification]) -> None:
    visitor = Visitor().as_(owner)
    assert visitor.client.post("/notifications/read", {}).status_code == 403
    assert unread_counts(owner.pk)["total"] == 2


def test_older_ones_follow_on_further_pages(owner: Any, deliver: Any) -> None:
    from notifications.inbox.tests.telling import tell

    for number in range(35):
        tell(
            owner,
            type="announcement.made",
            group=f"a:{number}",
            data={"title": f"News {number}", "body": ""},
            stays=True,
        )
    page = Visitor().as_(owner).follow("/notifications")
    assert "News 34" in page.text
    assert "News 4" not in page.text.replace("News 34", "")
    (older,) = [link for link in page.links if "before=" in link]
    assert "News 4" in Visitor().as_(owner).follow(older).text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "١", ""])
def test_a_place_that_is_none_is_the_first_page(owner: Any, told: list[Notification], before: str) -> None:
    page = Visitor().as_(owner).follow(f"/notifications?before={before}")
    assert page.status == 200
    assert "stranger follows you" in page.text
