"""The two lists of requests: who stands in them, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.profiles.models import Profile
from config.roles import Status
from social.friends import services
from social.friends.models import FriendRequest
from social.friends.tests.asking import ask
from social.graph import services as graph

pytestmark = pytest.mark.django_db


def shown(answer, end="from"):
    assert answer.status_code == 200, answer.content
    return [row[end]["username"] for row in answer.json()["results"]]


@pytest.fixture
def crowd(person, owner):
    """Six who ask the owner, in this order."""
    made = [person(f"p{n:02}x") for n in range(6)]
    for member in made:
        ask(member, owner, f"It is {member.username}")
    return made


def test_what_others_ask_is_listed_newest_first(api, owner, crowd):
    names = [member.username for member in reversed(crowd)]
    assert shown(api.as_(owner).get("/friends/requests")) == names
    assert shown(api.as_(owner).get("/friends/requests?direction=incoming")) == names
    assert shown(api.as_(owner).get("/friends/requests?direction=outgoing")) == []


def test_what_one_asks_is_listed_to_oneself(api, owner, crowd):
    client = api.as_(crowd[0])
    (row,) = client.get("/friends/requests?direction=outgoing").json()["results"]
    assert (row["to"]["username"], row["message"], row["status"]) == ("owner", "It is p00x", "pending")
    assert shown(client.get("/friends/requests")) == []


def test_what_was_answered_leaves_the_list_and_is_found_by_its_status(api, owner, crowd):
    made = {request.sender_id: request.pk for request in FriendRequest.objects.all()}
    services.accept_request(actor=owner, request_id=made[crowd[0].pk])
    services.decline_request(actor=owner, request_id=made[crowd[1].pk])
    services.cancel_request(actor=crowd[2], request_id=made[crowd[2].pk])
    client = api.as_(owner)
    assert shown(client.get("/friends/requests")) == ["p05x", "p04x", "p03x"]
    for status, name in (("accepted", "p00x"), ("declined", "p01x"), ("cancelled", "p02x")):
        assert shown(client.get(f"/friends/requests?status={status}")) == [name]


def test_pages_hold_every_request_once(api, owner, crowd):
    seen, url, client = [], "/friends/requests?limit=4", api.as_(owner)
    while url:
        page = client.get(url)
        seen += shown(page)
        url = page.json()["next"]
    assert seen == [member.username for member in reversed(crowd)]


def test_people_who_cannot_be_seen_are_left_out(api, owner, crowd):
    type(owner).objects.filter(pk=crowd[0].pk).update(status=Status.SUSPENDED)
    type(owner).objects.filter(pk=crowd[1].pk).update(status=Status.DEACTIVATED)
    Profile.objects.filter(pk=crowd[2].pk).update(hidden_at=owner.created_at)
    graph.block(actor=owner, person=crowd[3])
    assert shown(api.as_(owner).get("/friends/requests")) == ["p05x", "p04x"]
    assert shown(api.as_(owner).get("/friends/requests?status=declined")) == []


def test_the_lists_take_a_member_and_muted_ones_read(api, muted):
    assert api.get("/friends/requests").status_code == 401
    assert api.as_(muted).get("/friends/requests").status_code == 200


@pytest.mark.parametrize(
    "query", ["direction=both", "direction=", "status=open", "status=", "sort=name", "limit=0", "cursor=x"]
)
def test_what_a_list_does_not_know_is_a_400(api, owner, query):
    assert api.as_(owner).get(f"/friends/requests?{query}").status_code == 400


def test_a_long_page_costs_as_many_statements_as_a_short_one(api, owner, crowd):
    client = api.as_(owner)
    client.get("/friends/requests?limit=1")
    costs = []
    for limit in (1, 6):
        with CaptureQueriesContext(connection) as captured:
            assert len(shown(client.get(f"/friends/requests?limit={limit}"))) == limit
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert costs[1] <= 4
