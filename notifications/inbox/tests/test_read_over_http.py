"""The inbox over HTTP: pages, filters, languages, cursors, and what one may not see."""

from __future__ import annotations

from typing import Any

import pytest

from config.db import uuid7
from config.testing.client import codes
from notifications.inbox.models import Notification
from notifications.inbox.tests.telling import tell
from notifications.rules.tests.acting import published
from social.graph import services as graph
from workbooks.catalog.models import Workbook
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db

LIST = "/notifications"


@pytest.fixture
def lively(owner: Any, stranger: Any, friend: Any, deliver: Any) -> Any:
    """The owner's workbook, which others favourite and comment on; everything is told."""
    made = published(owner)
    for person in (stranger, friend):
        engagement.favorite(member=person, workbook_id=made.pk)
        engagement.write_comment(author=person, workbook_id=made.pk, body="A good one")
    deliver()
    return made


def test_an_item_has_the_promised_shape(owner: Any, lively: Any, api: Any) -> None:
    (newest, *_rest) = api.as_(owner).get(LIST, {"type": "workbook.favorited"}).json()["results"]
    promised = {"id", "type", "title", "body", "url", "actors", "count", "data", "is_read", "read_at", "created_at"}
    assert promised <= set(newest)
    assert set(newest["actors"][0]) == {"id", "username", "full_name", "avatar_url"}
    assert (newest["count"], newest["is_read"], newest["read_at"]) == (2, False, None)
    assert newest["entity"]["title"] == "Budget"


def test_titles_are_in_the_readers_language(owner: Any, lively: Any, api: Any) -> None:
    client, only = api.as_(owner), {"type": "workbook.favorited"}
    (english,) = client.get(LIST, only, Accept_Language="en").json()["results"]
    (german,) = client.get(LIST, only, Accept_Language="de").json()["results"]
    assert english["title"] != german["title"]
    assert "Budget" in german["title"]


def test_lists_are_narrowed_and_paged(owner: Any, lively: Any, api: Any) -> None:
    client = api.as_(owner)
    everything = client.get(LIST).json()["results"]
    client.put(f"{LIST}/{everything[0]['id']}/read")
    client.put(f"{LIST}/{everything[1]['id']}/archive")
    assert [each["id"] for each in client.get(LIST, {"unread": "false"}).json()["results"]] == [everything[0]["id"]]
    assert [each["id"] for each in client.get(LIST, {"archived": "true"}).json()["results"]] == [everything[1]["id"]]
    unread = client.get(LIST, {"unread": "true"}).json()["results"]
    assert [each["id"] for each in unread] == [each["id"] for each in everything[2:]]
    first = client.get(LIST, {"limit": 1}).json()
    second = client.request("GET", first["next"]).json()
    assert [first["results"][0]["id"], second["results"][0]["id"]] == [everything[0]["id"], everything[2]["id"]]


@pytest.mark.parametrize(
    "asked", [{"unread": "yes"}, {"type": "no.such"}, {"archived": ""}, {"color": "red"}, {"cursor": "AAAA"}]
)
def test_what_nobody_knows_is_refused(asked: dict[str, str], owner: Any, api: Any) -> None:
    assert api.as_(owner).get(LIST, asked).status_code == 400


def test_everything_shown_so_far_is_read_and_not_what_came_since(owner: Any, lively: Any, api: Any) -> None:
    client = api.as_(owner)
    page = client.get(LIST, {"unread": "true"}).json()
    tell(owner, type="user.followed", actor=uuid7(), thing=owner.pk, group="later")
    answer = client.post(f"{LIST}/read", {"before": page["cursor"]})
    assert answer.json() == {"read": len(page["results"]), "unread": 1}


def test_a_link_of_a_page_is_a_cursor_as_well(owner: Any, lively: Any, api: Any) -> None:
    from urllib.parse import parse_qs, urlsplit

    client = api.as_(owner)
    page = client.get(LIST, {"limit": 1, "type": "comment.created"}).json()
    page = page if page["next"] else client.get(LIST, {"limit": 1}).json()
    cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0]
    before = client.get(f"{LIST}/unread-count").json()["total"]
    answer = client.post(f"{LIST}/read", {"before": cursor}).json()
    assert answer == {"read": before, "unread": 0}


def test_another_members_cursor_reads_nothing(owner: Any, stranger: Any, lively: Any, api: Any) -> None:
    cursor = api.as_(owner).get(LIST).json()["cursor"]
    answer = api.as_(stranger).post(f"{LIST}/read", {"before": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.parametrize(
    "body",
    [{}, {"all": False}, {"all": True, "ids": ["019a9b2e-0000-7000-8000-0000000000b1"]}, {"ids": []}, {"every": True}],
)
def test_exactly_one_way_is_said(body: dict[str, Any], owner: Any, api: Any) -> None:
    answer = api.as_(owner).post(f"{LIST}/read", body)
    assert answer.status_code == 400
    assert codes(answer)


def test_counts_over_http(owner: Any, lively: Any, api: Any) -> None:
    client = api.as_(owner)
    counts = client.get(f"{LIST}/unread-count").json()
    assert counts["by_type"] == {"comment.created": 1, "user.followed": 1, "workbook.favorited": 1}
    assert counts["total"] == counts["by_channel"]["in_app"] == 3
    assert client.post(f"{LIST}/read", {"all": True}).json() == {"read": 3, "unread": 0}
    assert client.get(f"{LIST}/unread-count").json()["total"] == 0
    assert all(each["is_read"] and each["read_at"] for each in client.get(LIST).json()["results"])


def test_foreign_notifications_cannot_be_found(owner: Any, stranger: Any, lively: Any, api: Any) -> None:
    item = api.as_(owner).get(LIST).json()["results"][0]["id"]
    client = api.as_(stranger)
    for method, path in (("PUT", "read"), ("PUT", "archive"), ("GET", "trace"), ("DELETE", "")):
        assert client.request(method, f"{LIST}/{item}/{path}".rstrip("/")).status_code == 404
    assert client.post(f"{LIST}/read", {"ids": [item]}).json()["read"] == 0


def test_what_may_not_be_seen_any_more_is_left_out_before_its_event_is_heard(
    owner: Any, friend: Any, stranger: Any, lively: Any, api: Any
) -> None:
    client = api.as_(friend)
    assert [each["type"] for each in client.get(LIST).json()["results"]] == ["workbook.published"]
    Workbook.objects.filter(pk=lively.pk).update(visibility="private")
    assert client.get(LIST).json()["results"] == []
    graph.block(actor=owner, person=stranger)
    (favourites,) = api.as_(owner).get(LIST, {"type": "workbook.favorited"}).json()["results"]
    assert [each["username"] for each in favourites["actors"]] == ["friend"]


def test_a_page_costs_a_constant_number_of_statements(
    owner: Any, api: Any, django_assert_max_num_queries: Any, deliver: Any, person: Any
) -> None:
    made = published(owner)
    client = api.as_(owner)
    costs = []
    for number in range(3):
        someone = person(f"someone-{number}")
        graph.follow(actor=someone, person=owner)
        engagement.favorite(member=someone, workbook_id=made.pk)
        engagement.write_comment(author=someone, workbook_id=made.pk, body="Well")
        deliver()
        client.post(f"{LIST}/read", {"all": True})
        with django_assert_max_num_queries(12) as captured:
            assert client.get(LIST).status_code == 200
        # What is looked at by the clock, whoever asks, is no cost of the page.
        costs.append(len([each for each in captured.captured_queries if "revocation" not in each["sql"]]))
    assert costs[1] == costs[2]
    assert Notification.objects.filter(recipient_id=owner.pk).count() == 9
