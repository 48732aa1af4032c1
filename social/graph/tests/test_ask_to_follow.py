"""Following somebody who approves their followers: a request, until they answer."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.profiles.services import edit_settings
from config.roles import Status
from social.graph import services
from social.graph.events import (
    FollowRequestAccepted,
    FollowRequestDeclined,
    FollowRequested,
    FollowRequestWithdrawn,
    UserFollowed,
)
from social.graph.models import Follow, FollowRequest
from social.graph.services import following

pytestmark = pytest.mark.django_db


@pytest.fixture
def choosy(owner: Any) -> Any:
    edit_settings(user_id=owner.pk, approves_followers=True)
    return owner


@pytest.fixture
def asked(choosy: Any, stranger: Any) -> Any:
    services.follow(actor=stranger, person=choosy)
    return stranger


def counts(person: Any) -> tuple[int, int]:
    person.profile.refresh_from_db()
    return person.profile.followers_count, person.profile.following_count


def test_a_follow_waits_where_followers_are_approved(api, choosy, stranger, recorded):
    answers = [api.as_(stranger).post("/users/owner/follow") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json() == {"is_following": False, "followers_count": 0, "requested": True}
    assert not Follow.objects.exists()
    assert [(told.actor_id, told.person_id) for told in recorded(FollowRequested)] == [(stranger.pk, choosy.pk)]
    assert not recorded(UserFollowed)


def test_a_request_opens_nothing_that_is_for_followers(api, choosy, asked):
    choosy.profile.refresh_from_db()
    edit_settings(user_id=choosy.pk, privacy={"profile": "followers"})
    face = api.as_(asked).get("/users/owner").json()
    assert (face["is_private"], face["is_requested"], face["is_following"]) == (True, True, False)


def test_accepting_makes_the_follow_and_counts_it_once(api, choosy, asked, recorded):
    answers = [api.as_(choosy).post("/users/follow-requests/stranger") for _ in range(2)]
    assert [(a.status_code, a.json()) for a in answers] == [(200, {"follows_you": True})] * 2
    assert not FollowRequest.objects.exists()
    assert Follow.objects.filter(follower=asked, followee=choosy).count() == 1
    assert (counts(choosy), counts(asked)) == ((1, 0), (0, 1))
    assert len(recorded(UserFollowed)) == len(recorded(FollowRequestAccepted)) == 1


def test_declining_twice_leaves_nothing_and_tells_once(api, choosy, asked, recorded):
    assert [api.as_(choosy).delete("/users/follow-requests/stranger").status_code for _ in range(2)] == [204, 204]
    assert not FollowRequest.objects.exists()
    assert not Follow.objects.exists()
    assert len(recorded(FollowRequestDeclined)) == 1


def test_nobody_is_let_in_who_does_not_ask(api, choosy, stranger):
    answer = api.as_(choosy).post("/users/follow-requests/stranger")
    assert (answer.status_code, answer.json()["code"]) == (404, "follow_request_not_found")
    assert not Follow.objects.exists()


def test_nobody_answers_the_request_that_another_received(api, friend, choosy, asked):
    assert api.as_(friend).post("/users/follow-requests/stranger").status_code == 404
    assert api.as_(asked).post("/users/follow-requests/owner").status_code == 404
    assert api.as_(friend).delete("/users/follow-requests/stranger").status_code == 204
    assert FollowRequest.objects.count() == 1


def test_unfollowing_takes_the_request_back(api, choosy, asked, recorded):
    assert [api.as_(asked).delete("/users/owner/follow").status_code for _ in range(2)] == [204, 204]
    assert not FollowRequest.objects.exists()
    assert len(recorded(FollowRequestWithdrawn)) == 1


def test_friends_need_no_approval(api, choosy, friend):
    services.unfollow(actor=friend, person=choosy)
    assert api.as_(friend).post("/users/owner/follow").json()["is_following"] is True


def test_whoever_follows_already_keeps_it_when_approval_begins(api, owner, stranger):
    services.follow(actor=stranger, person=owner)
    edit_settings(user_id=owner.pk, approves_followers=True)
    assert api.as_(stranger).post("/users/owner/follow").json() == {
        "is_following": True,
        "followers_count": 1,
        "requested": False,
    }
    assert not FollowRequest.objects.exists()


def test_where_approval_has_ended_asking_again_follows_at_once(api, choosy, asked):
    edit_settings(user_id=choosy.pk, approves_followers=False)
    assert api.as_(asked).post("/users/owner/follow").json()["is_following"] is True
    assert not FollowRequest.objects.exists()


@pytest.mark.parametrize("who", ["choosy", "asked"])
def test_a_block_by_either_ends_the_request(choosy, asked, who):
    actor, person = (choosy, asked) if who == "choosy" else (asked, choosy)
    services.block(actor=actor, person=person)
    assert not FollowRequest.objects.exists()


def test_requests_are_listed_for_both_ends_and_nobody_else(api, friend, choosy, asked):
    (incoming,) = api.as_(choosy).get("/users/follow-requests").json()["results"]
    assert (incoming["username"], incoming["is_requested"]) == ("stranger", False)
    (outgoing,) = api.as_(asked).get("/users/follow-requests?direction=outgoing").json()["results"]
    assert (outgoing["username"], outgoing["is_requested"]) == ("owner", True)
    assert api.as_(friend).get("/users/follow-requests").json()["results"] == []
    assert api.as_(asked).get("/users/follow-requests").json()["results"] == []
    assert api.as_(asked).get("/users/follow-requests?direction=sideways").status_code == 400


def test_whose_account_does_not_stand_is_not_listed_but_can_be_declined(api, choosy, asked):
    type(asked).objects.filter(pk=asked.pk).update(status=Status.SUSPENDED)
    assert api.as_(choosy).get("/users/follow-requests").json()["results"] == []
    assert api.as_(choosy).post("/users/follow-requests/stranger").status_code == 404
    assert api.as_(choosy).delete("/users/follow-requests/stranger").status_code == 204
    assert not FollowRequest.objects.exists()


def test_the_request_beyond_the_limit_is_refused_and_leaves_nothing(api, person, stranger, settings):
    settings.FOLLOW_REQUESTS_MOST_OPEN = 1
    for name in ("one-a", "two-b"):
        edit_settings(user_id=person(name).pk, approves_followers=True)
    assert api.as_(stranger).post("/users/one-a/follow").status_code == 200
    refused = api.as_(stranger).post("/users/two-b/follow")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_follow_requests")
    assert FollowRequest.objects.count() == 1


def test_whoever_follows_too_many_by_now_cannot_be_let_in(api, friend, choosy, asked, monkeypatch):
    monkeypatch.setattr(following, "MOST_FOLLOWS", 1)
    services.follow(actor=asked, person=friend)
    refused = api.as_(choosy).post("/users/follow-requests/stranger")
    assert (refused.status_code, refused.json()["code"]) == (409, "requester_follows_too_many")
    assert FollowRequest.objects.count() == 1
