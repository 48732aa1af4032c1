"""One's friends, and those one shares with somebody: by that somebody's choice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.profiles import services as profiles
from accounts.profiles.models import Profile
from config.roles import Status
from social.friends.tests.asking import befriend
from social.graph import services as graph

pytestmark = pytest.mark.django_db


def names(answer):
    assert answer.status_code == 200, answer.content
    return [card["username"] for card in answer.json()["results"]]


@pytest.fixture
def circle(person, owner, stranger):
    """Five who are friends of both the owner and the stranger, in this order."""
    made = [person(f"p{n:02}x") for n in range(5)]
    for member in made:
        befriend(member, owner)
        befriend(stranger, member)
    return made


def test_friends_are_listed_to_oneself_newest_first(api, owner, circle):
    graph.follow(actor=owner, person=circle[0])
    assert names(api.as_(owner).get("/friends")) == ["p04x", "p03x", "p02x", "p01x", "p00x"]
    (card,) = [each for each in api.as_(owner).get("/friends").json()["results"] if each["username"] == "p00x"]
    assert {key: card[key] for key in ("id", "full_name", "avatar_url", "is_following", "follows_you")} == {
        "id": str(circle[0].pk),
        "full_name": "",
        "avatar_url": None,
        "is_following": True,
        "follows_you": False,
    }


def test_friends_who_cannot_be_seen_are_left_out(api, owner, circle):
    type(owner).objects.filter(pk=circle[0].pk).update(status=Status.SUSPENDED)
    Profile.objects.filter(pk=circle[1].pk).update(hidden_at=owner.created_at)
    graph.block(actor=circle[2], person=owner)
    assert names(api.as_(owner).get("/friends")) == ["p04x", "p03x"]


def test_friends_of_both_are_listed_where_the_other_shows_theirs(api, owner, stranger, circle, person):
    befriend(person("only-mine"), stranger)
    befriend(person("only-theirs"), owner)
    profiles.set_privacy(user_id=owner.pk, privacy={"friends": "everyone"})
    seen = names(api.as_(stranger).get("/friends/mutual/owner"))
    assert seen == ["p04x", "p03x", "p02x", "p01x", "p00x"]
    assert names(api.as_(stranger).get("/friends/mutual/OWNER")) == seen


@pytest.mark.parametrize(
    ("choice", "opens_to"),
    [
        ("everyone", {"stranger", "follower", "friend", "owner"}),
        ("followers", {"follower", "friend", "owner"}),
        ("friends", {"friend", "owner"}),
        ("nobody", {"owner"}),
    ],
)
def test_the_choice_of_the_other_decides(api, owner, friend, stranger, admin, person, choice, opens_to):
    follower = person("follower")
    graph.follow(actor=follower, person=owner)
    profiles.set_privacy(user_id=owner.pk, privacy={"friends": choice})
    lookers = {"stranger": stranger, "follower": follower, "friend": friend, "owner": owner}
    for name, looker in lookers.items():
        answer = api.as_(looker).get("/friends/mutual/owner")
        assert answer.status_code == (200 if name in opens_to else 404), name
        if name not in opens_to:
            assert answer.json()["code"] == "friends_not_shown"
    assert api.as_(admin).get("/friends/mutual/owner").status_code == (200 if choice == "everyone" else 404)


def test_a_closed_profile_and_a_block_close_it_as_well(api, owner, friend, blocked, stranger):
    profiles.set_privacy(user_id=owner.pk, privacy={"friends": "everyone"})
    profiles.set_privacy(user_id=blocked.pk, privacy={"friends": "everyone"})
    refused = [(blocked, "owner"), (owner, "blocked-b"), (stranger, "nobody-at-all")]
    profiles.set_privacy(user_id=friend.pk, privacy={"friends": "everyone", "profile": "nobody"})
    refused.append((stranger, "friend"))
    for looker, username in refused:
        answer = api.as_(looker).get(f"/friends/mutual/{username}")
        assert (answer.status_code, answer.json()["code"]) == (404, "person_not_found"), username


def test_people_who_cannot_be_seen_are_left_out_of_shared_friends(api, owner, stranger, circle):
    profiles.set_privacy(user_id=owner.pk, privacy={"friends": "everyone"})
    type(owner).objects.filter(pk=circle[0].pk).update(status=Status.BANNED)
    Profile.objects.filter(pk=circle[1].pk).update(hidden_at=owner.created_at)
    graph.block(actor=stranger, person=circle[2])
    graph.block(actor=circle[3], person=stranger)
    assert names(api.as_(stranger).get("/friends/mutual/owner")) == ["p04x"]


def test_a_page_that_was_begun_ends_when_the_choice_closes(api, owner, stranger, circle):
    profiles.set_privacy(user_id=owner.pk, privacy={"friends": "everyone"})
    second = api.as_(stranger).get("/friends/mutual/owner?limit=2").json()["next"]
    profiles.set_privacy(user_id=owner.pk, privacy={"friends": "nobody"})
    assert api.as_(stranger).get(second).status_code == 404


@pytest.mark.parametrize("path", ["/friends", "/friends/mutual/owner"])
def test_the_lists_take_a_member_and_know_no_filters(api, owner, path):
    assert api.get(path).status_code == 401
    assert api.as_(owner).get(f"{path}?order=name").status_code == 400


@pytest.mark.parametrize("path", ["/friends", "/friends/mutual/owner"])
def test_a_long_page_costs_as_many_statements_as_a_short_one(api, owner, stranger, circle, path):
    profiles.set_privacy(user_id=owner.pk, privacy={"friends": "everyone"})
    client = api.as_(stranger)
    client.get(f"{path}?limit=1")
    costs = []
    for limit in (1, 5):
        with CaptureQueriesContext(connection) as captured:
            assert len(names(client.get(f"{path}?limit={limit}"))) == limit
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert costs[1] <= 7
