"""Muting: one's own affair."""

import pytest

from social.graph import services
from social.graph.events import UserMuted, UserUnmuted
from social.graph.models import Follow, Mute

pytestmark = pytest.mark.django_db


def test_muting_twice_makes_one_edge_and_tells_once(api, owner, stranger, recorded):
    client = api.as_(stranger)
    answers = [client.post("/users/owner/mute") for _ in range(2)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"is_muted": True})] * 2
    assert list(Mute.objects.values_list("muter", "muted")) == [(stranger.pk, owner.pk)]
    assert len(recorded(UserMuted)) == 1


def test_unmuting_twice_is_as_good_as_once(api, owner, stranger, recorded):
    client = api.as_(stranger)
    client.post("/users/owner/mute")
    assert [client.delete("/users/owner/mute").status_code for _ in range(2)] == [204, 204]
    assert not Mute.objects.exists()
    assert len(recorded(UserUnmuted)) == 1


def test_nobody_mutes_themselves(api, owner):
    answer = api.as_(owner).post("/users/owner/mute")
    assert (answer.status_code, answer.json()["code"]) == (400, "self_mute")


def test_a_mute_ends_no_follow_and_shows_to_nobody(api, owner, friend):
    services.mute(actor=owner, person=friend)
    assert Follow.objects.filter(follower=friend, followee=owner).exists()
    seen = api.as_(friend).get("/users/owner").json()
    assert seen["is_following"] is True
    assert not any("mute" in name for name in seen)


def test_visitors_mute_nobody(api, owner):
    assert api.post("/users/owner/mute").status_code == 401
