"""Whom a member might want to follow, and why."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.profiles.services import edit_settings
from config.roles import Status
from social.graph import nearby
from social.graph import services as graph
from social.people import suggesting
from social.people.suggesting import Suggested

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(person: Any) -> Any:
    return person("other")


def suggested(client: Any, path: str = "/users/suggestions") -> dict[str, dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.json()
    return {card["username"]: card for card in answer.json()["results"]}


def reasons(card: dict[str, Any]) -> list[tuple[str, int, list[str]]]:
    return [(each["code"], each["count"], [one["username"] for one in each["people"]]) for each in card["reasons"]]


def test_those_whom_ones_follows_follow_are_suggested_with_one_of_them(api, owner, stranger, other):
    graph.follow(actor=stranger, person=owner)
    graph.follow(actor=owner, person=other)
    card = suggested(api.as_(stranger))["other"]
    assert reasons(card) == [("followed_by", 1, ["owner"])]
    assert (card["is_following"], card["is_requested"]) == (False, False)


def test_friends_of_friends_are_suggested(api, owner, friend, other):
    graph.make_friends(actor=friend, person=other)
    edit_settings(user_id=other.pk, privacy={"friends": "everyone"})
    assert reasons(suggested(api.as_(owner))["other"])[0] == ("mutual_friends", 1, ["friend"])


def test_it_is_not_said_who_the_friends_are_of_somebody_who_shows_theirs_to_friends(api, owner, friend, other):
    graph.make_friends(actor=friend, person=other)
    assert reasons(suggested(api.as_(owner))["other"])[0] == ("mutual_friends", 1, [])


@pytest.mark.parametrize("who", ["friend", "other"])
def test_whoever_keeps_their_friends_to_themselves_is_no_reason(api, owner, friend, other, who):
    graph.make_friends(actor=friend, person=other)
    edit_settings(user_id={"friend": friend, "other": other}[who].pk, privacy={"friends": "nobody"})
    assert "other" not in suggested(api.as_(owner))


def test_whoever_follows_one_is_suggested(api, owner, stranger):
    graph.follow(actor=stranger, person=owner)
    assert reasons(suggested(api.as_(owner))["stranger"]) == [("follows_you", 1, [])]


def test_more_and_weightier_reasons_come_first(api, owner, stranger, person):
    between = [person(name) for name in ("one-a", "two-b", "three-c")]
    often, once = person("often"), person("once")
    for each in between:
        graph.follow(actor=stranger, person=each)
        graph.follow(actor=each, person=often)
    graph.follow(actor=between[0], person=once)
    found = suggested(api.as_(stranger))
    assert list(found)[:2] == ["often", "once"]
    assert found["often"]["reasons"][0]["count"] == 3
    assert list(suggested(api.as_(stranger), "/users/suggestions?limit=1")) == ["often"]


KNOWN = {
    "followed": lambda me, them: graph.follow(actor=me, person=them),
    "friends": lambda me, them: graph.make_friends(actor=me, person=them),
    "muted": lambda me, them: graph.mute(actor=me, person=them),
    "blocked": lambda me, them: graph.block(actor=me, person=them),
    "blocking": lambda me, them: graph.block(actor=them, person=me),
    "closed": lambda me, them: edit_settings(user_id=them.pk, privacy={"profile": "followers"}),
    "suspended": lambda me, them: type(them).objects.filter(pk=them.pk).update(status=Status.SUSPENDED),
    "hidden": lambda me, them: type(them.profile).objects.filter(pk=them.pk).update(hidden_at=them.created_at),
}


@pytest.mark.parametrize("how", KNOWN)
def test_whom_one_knows_already_or_may_not_see_is_not_suggested(api, owner, stranger, other, how):
    graph.follow(actor=stranger, person=owner)
    graph.follow(actor=owner, person=other)
    KNOWN[how](stranger, other)
    assert "other" not in suggested(api.as_(stranger))


def test_whom_one_asks_to_follow_is_not_suggested(api, owner, stranger, other):
    graph.follow(actor=stranger, person=owner)
    graph.follow(actor=owner, person=other)
    edit_settings(user_id=other.pk, approves_followers=True)
    graph.follow(actor=stranger, person=other)
    assert "other" not in suggested(api.as_(stranger))


def test_a_blocked_member_is_no_reason_for_anybody(api, owner, stranger, other):
    graph.follow(actor=stranger, person=owner)
    graph.follow(actor=owner, person=other)
    edit_settings(user_id=owner.pk, privacy={"profile": "friends"})
    assert "other" not in suggested(api.as_(stranger))


def test_apps_above_add_reasons_of_their_own(api, owner, stranger, monkeypatch):
    def of_tags(viewer: Any, most: int) -> list[Suggested]:
        return [Suggested(owner.pk, "shared_tags", 1.0, 2, words=("Maps", "Sales"))]

    monkeypatch.setitem(suggesting._sources, "tags", of_tags)
    (reason,) = suggested(api.as_(stranger))["owner"]["reasons"]
    assert reason == {"code": "shared_tags", "count": 2, "people": [], "words": ["Maps", "Sales"]}
    with pytest.raises(RuntimeError):
        suggesting.register_suggestion_source("tags", lambda viewer, most: [])


def test_of_each_in_between_the_newest_edges_alone_are_read(owner, stranger, person, monkeypatch):
    monkeypatch.setattr(nearby, "EDGES_OF_EACH", 2)
    for name in ("one-a", "two-b", "three-c"):
        graph.follow(actor=owner, person=person(name))
    found = nearby.followed_by([owner.pk], 10)
    assert len(found) == 2
    assert {each.via for each in found} == {owner.pk}


def test_a_page_of_suggestions_takes_a_known_number_of_statements(
    api, owner, stranger, person, django_assert_max_num_queries
):
    graph.follow(actor=stranger, person=owner)
    for name in ("one-a", "two-b", "three-c"):
        graph.follow(actor=owner, person=person(name))
    client = api.as_(stranger)
    with django_assert_max_num_queries(14):
        assert len(suggested(client)) == 3


def test_it_is_one_page_and_no_cursor_is_of_it(api, stranger):
    client = api.as_(stranger)
    assert client.get("/users/suggestions").json() == {"next": None, "previous": None, "results": []}
    assert client.get("/users/suggestions?cursor=abc").status_code == 400
    assert client.get("/users/suggestions?sort=new").status_code == 400
    assert api.get("/users/suggestions").status_code == 401
