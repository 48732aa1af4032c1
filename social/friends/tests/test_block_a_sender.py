"""Blocking ends what is pending in the same transaction, by either way."""

import pytest

from social.friends import services
from social.friends.events import FriendRequestCancelled, FriendRequestDeclined
from social.friends.models import FriendRequest
from social.friends.tests.asking import ask, befriend
from social.graph import blocking
from social.graph import services as graph
from social.graph.events import UserBlocked
from social.graph.models import Block, Follow, Friendship

pytestmark = pytest.mark.django_db


def block(api, person, request):
    return api.as_(person).post(f"/friends/requests/{request.pk}/block")


def test_the_recipient_declines_and_blocks_in_one_step(api, owner, stranger, recorded):
    graph.follow(actor=stranger, person=owner)
    request = ask(stranger, owner)
    seen = block(api, owner, request)
    assert (seen.status_code, seen.json()["status"]) == (200, "declined")
    assert seen.json()["responded_at"] is not None
    assert list(Block.objects.values_list("blocker", "blocked")) == [(owner.pk, stranger.pk)]
    assert not Follow.objects.exists()
    assert (len(recorded(FriendRequestDeclined)), len(recorded(UserBlocked))) == (1, 1)


def test_blocking_twice_changes_and_tells_nothing_more(api, owner, stranger, recorded):
    request = ask(stranger, owner)
    first, second = (block(api, owner, request) for _ in range(2))
    assert (second.status_code, second.json()) == (200, first.json())
    assert (len(recorded(FriendRequestDeclined)), len(recorded(UserBlocked))) == (1, 1)


def test_one_can_block_whatever_became_of_the_request(api, owner, stranger):
    request = befriend(stranger, owner)
    seen = block(api, owner, request)
    assert (seen.status_code, seen.json()["status"]) == (200, "accepted")
    assert not Friendship.objects.exists()
    assert Block.objects.exists()


def test_a_block_by_name_declines_what_came_from_them(api, owner, stranger, recorded):
    request = ask(stranger, owner)
    api.as_(owner).post("/users/stranger/block")
    request.refresh_from_db()
    assert (request.status, request.responded_at is None) == ("declined", False)
    assert [(event.actor_id, event.person_id) for event in recorded(FriendRequestDeclined)] == [(owner.pk, stranger.pk)]


def test_a_block_by_name_takes_back_what_was_asked_of_them(api, owner, stranger, recorded):
    request = ask(owner, stranger)
    api.as_(owner).post("/users/stranger/block")
    request.refresh_from_db()
    assert request.status == "cancelled"
    assert [(event.actor_id, event.person_id) for event in recorded(FriendRequestCancelled)] == [
        (owner.pk, stranger.pk)
    ]


def test_a_block_touches_no_request_with_others(owner, friend, stranger):
    ask(stranger, friend)
    graph.block(actor=owner, person=stranger)
    assert FriendRequest.objects.get().status == "pending"


def test_where_the_request_cannot_be_ended_there_is_no_block(owner, stranger, monkeypatch):
    ask(stranger, owner)

    def fail(blocked):
        raise RuntimeError("in the middle of it")

    monkeypatch.setattr(blocking, "_listeners", [*blocking._listeners, fail])
    with pytest.raises(RuntimeError):
        graph.block(actor=owner, person=stranger)
    assert not Block.objects.exists()
    assert FriendRequest.objects.get().status == "pending"


def test_whoever_was_blocked_finds_the_request_nowhere(api, owner, stranger):
    request = ask(stranger, owner)
    block(api, owner, request)
    client = api.as_(stranger)
    for word in ("accept", "decline", "cancel", "block"):
        assert client.post(f"/friends/requests/{request.pk}/{word}").status_code == 404
    assert client.get("/friends/requests?direction=outgoing&status=declined").json()["results"] == []


def test_lifting_the_block_brings_no_request_back_and_the_wait_stays(api, owner, stranger):
    block(api, owner, ask(stranger, owner))
    graph.unblock(actor=owner, person=stranger)
    answer = api.as_(stranger).post("/friends/requests", {"username": "owner"})
    assert (answer.status_code, answer.json()["code"]) == (409, "friend_request_too_soon")


def test_a_muted_member_may_protect_themselves(api, muted, stranger):
    assert block(api, muted, ask(stranger, muted)).status_code == 200


def test_a_listener_stands_once():
    assert blocking._listeners.count(services.end_requests) == 1
    blocking.register(services.end_requests)
    assert blocking._listeners.count(services.end_requests) == 1
