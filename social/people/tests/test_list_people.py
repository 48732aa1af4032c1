"""Lists of people: who stands in them, for whom, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.profiles.models import Profile
from config.roles import Status
from social.graph import services as graph

pytestmark = pytest.mark.django_db


def names(answer):
    assert answer.status_code == 200, answer.content
    return [card["username"] for card in answer.json()["results"]]


@pytest.fixture
def crowd(person, owner):
    """Twelve who follow the owner, in this order."""
    made = [person(f"p{n:02}x") for n in range(12)]
    for member in made:
        graph.follow(actor=member, person=owner)
    return made


def test_followers_are_listed_newest_first(api, owner, crowd):
    assert names(api.get("/users/owner/followers")) == [member.username for member in reversed(crowd)]


def test_a_card_says_what_the_two_are_to_each_other(api, owner, friend, stranger):
    graph.follow(actor=stranger, person=friend)
    (card,) = api.as_(stranger).get("/users/owner/followers").json()["results"]
    assert card == {
        "id": str(friend.pk),
        "username": "friend",
        "full_name": "",
        "avatar_url": None,
        "is_following": True,
        "is_requested": False,
        "follows_you": False,
    }
    (card,) = api.get("/users/owner/followers").json()["results"]
    assert (card["is_following"], card["follows_you"]) == (False, False)


def test_pages_hold_everyone_once(api, owner, crowd):
    seen, url = [], "/users/owner/followers?limit=5"
    while url:
        page = api.get(url)
        seen += names(page)
        url = page.json()["next"]
    assert seen == [member.username for member in reversed(crowd)]


def test_whom_one_follows_is_listed_newest_first(api, owner, person):
    people = [person(name) for name in ("one-a", "two-b")]
    for target in people:
        graph.follow(actor=owner, person=target)
    assert names(api.get("/users/owner/following")) == ["two-b", "one-a"]


def test_accounts_that_do_not_stand_and_hidden_ones_are_left_out(api, owner, crowd):
    type(owner).objects.filter(pk=crowd[0].pk).update(status=Status.SUSPENDED)
    type(owner).objects.filter(pk=crowd[1].pk).update(status=Status.DEACTIVATED)
    Profile.objects.filter(pk=crowd[2].pk).update(hidden_at=owner.created_at)
    assert names(api.get("/users/owner/followers")) == [member.username for member in reversed(crowd[3:])]


def test_a_block_either_way_takes_people_out_of_third_lists(api, owner, crowd, stranger):
    graph.block(actor=stranger, person=crowd[0])
    graph.block(actor=crowd[1], person=stranger)
    seen = names(api.as_(stranger).get("/users/owner/followers"))
    assert seen == [member.username for member in reversed(crowd[2:])]


@pytest.mark.parametrize("path", ["/followers", "/following", "/followers/count"])
@pytest.mark.parametrize("audience", ["followers", "friends", "nobody"])
def test_lists_of_a_closed_profile_are_not_there(api, owner, friend, stranger, admin, path, audience):
    Profile.objects.filter(pk=owner.pk).update(show_profile=audience)
    for client in (api, api.as_(stranger), api.as_(admin)):
        assert client.get(f"/users/owner{path}").status_code == 404
    assert api.as_(owner).get(f"/users/owner{path}").status_code == 200
    assert api.as_(friend).get(f"/users/owner{path}").status_code == (404 if audience == "nobody" else 200)


def test_a_page_that_was_begun_ends_when_the_profile_closes(api, owner, crowd):
    second = api.get("/users/owner/followers?limit=5").json()["next"]
    Profile.objects.filter(pk=owner.pk).update(show_profile="nobody")
    assert api.get(second).status_code == 404


def test_the_count_is_that_of_the_profile(api, owner, crowd):
    assert api.get("/users/owner/followers/count").json() == {"count": 12}


def test_the_blocked_are_listed_to_whoever_blocked_them_alone(api, owner, blocked, stranger):
    (stub,) = api.as_(owner).get("/users/blocked").json()["results"]
    assert (stub["username"], stub["is_blocked"]) == ("blocked-b", True)
    assert set(stub) == {"id", "username", "full_name", "avatar_url", "is_blocked"}
    assert names(api.as_(stranger).get("/users/blocked")) == []
    assert names(api.as_(blocked).get("/users/blocked")) == []


def test_a_block_is_listed_whatever_became_of_the_other(api, owner, blocked):
    graph.block(actor=blocked, person=owner)
    type(owner).objects.filter(pk=blocked.pk).update(status=Status.SUSPENDED)
    assert names(api.as_(owner).get("/users/blocked")) == ["blocked-b"]


def test_the_muted_are_listed_to_whoever_muted_them_alone(api, owner, stranger):
    graph.mute(actor=stranger, person=owner)
    (card,) = api.as_(stranger).get("/users/muted").json()["results"]
    assert (card["username"], card["is_muted"]) == ("owner", True)
    assert names(api.as_(owner).get("/users/muted")) == []


def test_someone_muted_who_blocks_you_leaves_the_list(api, owner, stranger):
    graph.mute(actor=stranger, person=owner)
    graph.block(actor=owner, person=stranger)
    assert names(api.as_(stranger).get("/users/muted")) == []


@pytest.mark.parametrize("path", ["/users/blocked", "/users/muted"])
def test_own_lists_take_a_member(api, path):
    assert api.get(path).status_code == 401


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=abc", "limit=999999", "order=name", "cursor=x", "cursor="]
)
def test_what_a_list_does_not_know_is_a_400(api, owner, query):
    assert api.get(f"/users/owner/followers?{query}").status_code == 400


def test_a_cursor_is_good_for_its_list_and_its_viewer_alone(api, owner, crowd, stranger):
    cursor = api.get("/users/owner/followers?limit=5").json()["next"].partition("cursor=")[2]
    assert api.get(f"/users/owner/followers?limit=5&cursor={cursor}").status_code == 200
    assert api.get(f"/users/owner/following?limit=5&cursor={cursor}").status_code == 400
    assert api.as_(stranger).get(f"/users/owner/followers?limit=5&cursor={cursor}").status_code == 400


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_long_page_costs_as_many_statements_as_a_short_one(api, owner, crowd, stranger, signed_in):
    client = api.as_(stranger) if signed_in else api
    client.get("/users/owner/followers?limit=1")
    costs = []
    for limit in (2, 12):
        with CaptureQueriesContext(connection) as captured:
            assert len(names(client.get(f"/users/owner/followers?limit={limit}"))) == limit
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert costs[1] <= 5
