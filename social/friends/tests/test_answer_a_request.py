"""Accepting and declining: the recipient's, once."""

import pytest

from config.db import uuid7
from config.roles import Status
from social.friends import services
from social.friends.events import FriendRequestAccepted, FriendRequestDeclined
from social.friends.models import FriendRequest
from social.friends.tests.asking import ask, befriend
from social.graph import services as graph
from social.graph.events import FriendshipMade
from social.graph.models import Friendship

pytestmark = pytest.mark.django_db


def answer(api, person, request, word):
    return api.as_(person).post(f"/friends/requests/{request.pk}/{word}")


def test_accepting_makes_the_friendship_that_keeps_its_request(api, owner, stranger, recorded):
    request = ask(stranger, owner, "Hello")
    seen = answer(api, owner, request, "accept")
    assert seen.status_code == 200
    assert (seen.json()["status"], seen.json()["message"]) == ("accepted", "Hello")
    request.refresh_from_db()
    assert request.responded_at is not None
    assert set(Friendship.objects.values_list("member_id", "friend_id", "request_id")) == {
        (owner.pk, stranger.pk, request.pk),
        (stranger.pk, owner.pk, request.pk),
    }
    told = [(event.actor_id, event.person_id, event.request_id) for event in recorded(FriendRequestAccepted)]
    assert told == [(owner.pk, stranger.pk, request.pk)]
    assert [(event.actor_id, event.person_id) for event in recorded(FriendshipMade)] == [(owner.pk, stranger.pk)]


def test_declining_makes_nothing(api, owner, stranger, recorded):
    request = ask(stranger, owner)
    seen = answer(api, owner, request, "decline")
    assert (seen.status_code, seen.json()["status"]) == (200, "declined")
    assert seen.json()["responded_at"] is not None
    assert not Friendship.objects.exists()
    assert [(event.actor_id, event.person_id) for event in recorded(FriendRequestDeclined)] == [(owner.pk, stranger.pk)]


@pytest.mark.parametrize(("word", "event"), [("accept", FriendRequestAccepted), ("decline", FriendRequestDeclined)])
def test_the_same_answer_twice_changes_and_tells_nothing_more(api, owner, stranger, recorded, word, event):
    request = ask(stranger, owner)
    first, second = (answer(api, owner, request, word) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json() == first.json()
    assert len(recorded(event)) == 1


def test_accepting_again_does_not_bring_an_ended_friendship_back(api, owner, stranger):
    request = befriend(stranger, owner)
    graph.end_friendship(actor=stranger, person=owner)
    assert answer(api, owner, request, "accept").status_code == 200
    assert not Friendship.objects.exists()


@pytest.mark.parametrize(
    ("deed", "word", "was"),
    [
        (lambda owner, stranger, pk: services.decline_request(actor=owner, request_id=pk), "accept", "declined"),
        (lambda owner, stranger, pk: services.cancel_request(actor=stranger, request_id=pk), "accept", "cancelled"),
        (lambda owner, stranger, pk: services.accept_request(actor=owner, request_id=pk), "decline", "accepted"),
        (lambda owner, stranger, pk: services.cancel_request(actor=stranger, request_id=pk), "decline", "cancelled"),
    ],
)
def test_another_answer_is_refused_and_says_what_stands(api, owner, stranger, deed, word, was):
    request = ask(stranger, owner)
    deed(owner, stranger, request.pk)
    seen = answer(api, owner, request, word)
    assert (seen.status_code, seen.json()["code"], seen.json()["answer"]) == (409, "friend_request_answered", was)
    assert FriendRequest.objects.get().status == was


@pytest.mark.parametrize("word", ["accept", "decline", "block"])
def test_ones_own_request_is_for_the_other_to_answer(api, owner, stranger, word):
    seen = answer(api, stranger, ask(stranger, owner), word)
    assert (seen.status_code, seen.json()["code"]) == (403, "not_yours_to_answer")
    assert FriendRequest.objects.get().status == "pending"


@pytest.mark.parametrize("word", ["accept", "decline", "cancel", "block"])
def test_requests_of_others_are_not_there_not_even_for_staff(api, owner, stranger, friend, admin, word):
    request = ask(stranger, owner)
    for person in (friend, admin):
        seen = answer(api, person, request, word)
        assert (seen.status_code, seen.json()["code"]) == (404, "friend_request_not_found")
    request.pk = uuid7()
    assert answer(api, owner, request, word).status_code == 404
    assert api.post(f"/friends/requests/{request.pk}/{word}").status_code == 401
    assert FriendRequest.objects.get().status == "pending"


def test_the_request_of_an_account_that_does_not_stand_is_declined_and_not_accepted(api, owner, stranger):
    request = ask(stranger, owner)
    type(stranger).objects.filter(pk=stranger.pk).update(status=Status.SUSPENDED)
    assert answer(api, owner, request, "accept").status_code == 404
    assert not Friendship.objects.exists()
    assert answer(api, owner, request, "decline").status_code == 200


def test_a_muted_member_declines_and_does_not_accept(api, muted, stranger):
    request = ask(stranger, muted)
    assert answer(api, muted, request, "accept").json()["code"] == "muted"
    assert answer(api, muted, request, "decline").status_code == 200
