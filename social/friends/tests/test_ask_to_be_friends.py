"""Asking: who can be asked, how often, and what crosses."""

from datetime import timedelta

import pytest

from config import clock
from config.roles import Status
from config.testing.client import codes
from social.friends import services
from social.friends.errors import FriendRequestTooSoon
from social.friends.events import FriendRequestAccepted, FriendRequested
from social.friends.models import FriendRequest
from social.friends.tests.asking import ask
from social.graph import services as graph
from social.graph.events import FriendshipMade
from social.graph.models import Friendship

pytestmark = pytest.mark.django_db


def post(api, sender, username, **said):
    return api.as_(sender).post("/friends/requests", {"username": username} | said)


def test_a_request_is_made_and_told(api, owner, stranger, recorded):
    answer = post(api, stranger, "owner", message="We met\nat the workshop.")
    assert answer.status_code == 201
    made = FriendRequest.objects.get()
    shown = answer.json()
    assert shown == {
        "id": str(made.pk),
        "from": {"id": str(stranger.pk), "username": "stranger", "full_name": "", "avatar_url": None},
        "to": {"id": str(owner.pk), "username": "owner", "full_name": "", "avatar_url": None},
        "status": "pending",
        "message": "We met\nat the workshop.",
        "is_hidden": False,
        "created_at": shown["created_at"],
        "responded_at": None,
    }
    told = [(event.actor_id, event.person_id, event.request_id) for event in recorded(FriendRequested)]
    assert told == [(stranger.pk, owner.pk, made.pk)]
    assert not Friendship.objects.exists()


def test_the_name_is_found_in_any_case_and_needs_no_message(api, owner, stranger):
    assert post(api, stranger, "OWNER").json()["message"] == ""


def test_whoever_has_not_verified_their_address_asks_without_words(api, owner, unverified):
    refused = post(api, unverified, "owner", message="Hello")
    assert (refused.status_code, refused.json()["code"]) == (403, "email_not_verified")
    assert not FriendRequest.objects.exists()
    assert post(api, unverified, "owner", message=" ").status_code == 201


def test_asking_again_answers_with_the_one_that_stands(api, owner, stranger, recorded):
    first = post(api, stranger, "owner", message="Hello")
    second = post(api, stranger, "owner", message="Hello again")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert len(recorded(FriendRequested)) == 1


def test_two_that_cross_are_a_friendship(api, owner, stranger, recorded):
    first = post(api, stranger, "owner", message="Hello")
    second = post(api, owner, "stranger", message="Me too")
    assert second.status_code == 200
    assert (second.json()["id"], second.json()["status"]) == (first.json()["id"], "accepted")
    assert second.json()["responded_at"] is not None
    made = FriendRequest.objects.get()
    assert set(Friendship.objects.values_list("member_id", "friend_id", "request_id")) == {
        (owner.pk, stranger.pk, made.pk),
        (stranger.pk, owner.pk, made.pk),
    }
    assert [(event.actor_id, event.person_id) for event in recorded(FriendRequestAccepted)] == [(owner.pk, stranger.pk)]
    assert len(recorded(FriendshipMade)) == 1


def test_nobody_asks_themselves(api, owner):
    answer = post(api, owner, "owner")
    assert (answer.status_code, answer.json()["code"]) == (400, "self_friend_request")


def test_friends_have_nothing_to_ask(api, owner, friend):
    for sender, username in ((owner, "friend"), (friend, "owner")):
        answer = post(api, sender, username)
        assert (answer.status_code, answer.json()["code"]) == (409, "already_friends")


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_an_account_that_does_not_stand_cannot_be_asked(api, person, stranger, status):
    person("gone", status=status)
    assert post(api, stranger, "gone").status_code == 404


def test_a_block_either_way_is_answered_like_an_absent_name(api, owner, blocked):
    answers = [post(api, blocked, "nobody-at-all"), post(api, blocked, "owner"), post(api, owner, "blocked-b")]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "person_not_found")}
    assert not FriendRequest.objects.exists()


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "username", "required"),
        ({"username": 7}, "username", "not_text"),
        ({"username": "owner", "message": "x" * 301}, "message", "max_length"),
        ({"username": "owner", "message": None}, "message", "null"),
        ({"username": "owner", "status": "accepted"}, "status", "unknown_field"),
    ],
)
def test_what_cannot_be_taken_is_named(api, owner, stranger, body, field, code):
    answer = api.as_(stranger).post("/friends/requests", body)
    assert (answer.status_code, codes(answer)) == (400, {field: code})


def test_whoever_was_declined_waits_thirty_days(api, owner, stranger):
    held = services.decline_request(actor=owner, request_id=ask(stranger, owner).pk)
    until = held.responded_at + timedelta(days=30)
    answer = post(api, stranger, "owner")
    assert (answer.status_code, answer.json()["code"]) == (409, "friend_request_too_soon")
    assert answer.json()["until"] == until.isoformat().replace("+00:00", "Z")
    assert until.date().isoformat() in answer.json()["detail"]
    with clock.standing_at(until - timedelta(seconds=1)), pytest.raises(FriendRequestTooSoon):
        ask(stranger, owner)
    with clock.standing_at(until):
        assert ask(stranger, owner).status == "pending"
    assert FriendRequest.objects.count() == 2


def test_the_wait_is_a_setting_and_binds_the_sender_alone(api, owner, stranger, settings):
    services.decline_request(actor=owner, request_id=ask(stranger, owner).pk)
    assert post(api, owner, "stranger").status_code == 201
    services.cancel_request(actor=owner, request_id=FriendRequest.objects.get(sender=owner).pk)
    settings.FRIEND_REQUEST_WAIT_DAYS = 0
    assert post(api, stranger, "owner").status_code == 201


def test_a_request_that_was_taken_back_can_be_made_anew(api, owner, stranger):
    services.cancel_request(actor=stranger, request_id=ask(stranger, owner).pk)
    assert post(api, stranger, "owner").status_code == 201


def test_those_who_parted_can_ask_again(api, owner, friend):
    graph.end_friendship(actor=owner, person=friend)
    assert post(api, friend, "owner").status_code == 201


def test_one_member_has_so_many_open_and_no_more(api, owner, person, stranger, settings):
    settings.FRIEND_REQUESTS_MOST_OPEN = 2
    people = [person(name) for name in ("one-a", "two-b")]
    requests = [ask(stranger, each) for each in people]
    answer = post(api, stranger, "owner")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_friend_requests")
    assert "2" in answer.json()["detail"]
    assert post(api, stranger, "one-a").status_code == 200
    services.cancel_request(actor=stranger, request_id=requests[0].pk)
    assert post(api, stranger, "owner").status_code == 201


def test_it_takes_a_signed_in_member_who_may_write(api, owner, muted):
    assert api.post("/friends/requests", {"username": "owner"}).status_code == 401
    assert post(api, muted, "owner").json()["code"] == "muted"
    assert not FriendRequest.objects.exists()


def test_requests_are_limited_by_the_minute(api, owner, stranger, settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"friend-request": "2/minute"}
    client = api.as_(stranger)
    answers = [client.post("/friends/requests", {"username": "owner"}).status_code for _ in range(3)]
    assert answers == [201, 200, 429]
    assert client.get("/friends/requests").status_code == 200


def test_the_same_request_with_its_key_is_answered_as_the_first(api, owner, stranger):
    client = api.as_(stranger)
    sent = [client.post("/friends/requests", {"username": "owner"}, Idempotency_Key="once") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[1]["Idempotent-Replayed"] == "true"
