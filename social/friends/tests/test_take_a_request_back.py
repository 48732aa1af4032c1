"""Cancelling: the sender's, while it waits."""

import pytest

from config.roles import Status
from social.friends import services
from social.friends.events import FriendRequestCancelled
from social.friends.models import FriendRequest
from social.friends.tests.asking import ask

pytestmark = pytest.mark.django_db


def cancel(api, person, request):
    return api.as_(person).post(f"/friends/requests/{request.pk}/cancel")


def test_the_sender_takes_it_back_once(api, owner, stranger, recorded):
    request = ask(stranger, owner)
    first, second = (cancel(api, stranger, request) for _ in range(2))
    assert (first.status_code, first.json()["status"], second.status_code) == (200, "cancelled", 200)
    assert second.json() == first.json()
    told = [(event.actor_id, event.person_id, event.request_id) for event in recorded(FriendRequestCancelled)]
    assert told == [(stranger.pk, owner.pk, request.pk)]


def test_what_was_answered_cannot_be_taken_back(api, owner, stranger):
    request = ask(stranger, owner)
    services.accept_request(actor=owner, request_id=request.pk)
    seen = cancel(api, stranger, request)
    assert (seen.status_code, seen.json()["code"], seen.json()["answer"]) == (
        409,
        "friend_request_answered",
        "accepted",
    )


def test_the_recipient_takes_nothing_back(api, owner, stranger):
    seen = cancel(api, owner, ask(stranger, owner))
    assert (seen.status_code, seen.json()["code"]) == (403, "not_your_request")
    assert FriendRequest.objects.get().status == "pending"


def test_it_can_be_taken_back_though_the_other_is_out_of_sight(api, owner, stranger):
    request = ask(stranger, owner)
    type(owner).objects.filter(pk=owner.pk).update(status=Status.SUSPENDED)
    assert cancel(api, stranger, request).status_code == 200


def test_a_member_who_was_muted_since_takes_it_back(api, owner, stranger):
    request = ask(stranger, owner)
    type(stranger).objects.filter(pk=stranger.pk).update(status=Status.MUTED)
    stranger.refresh_from_db()
    assert cancel(api, stranger, request).status_code == 200
