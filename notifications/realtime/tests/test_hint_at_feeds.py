"""Hints: who listens to their feed hears that somebody whom they follow did something, and no more."""

from __future__ import annotations

from uuid import uuid4

import pytest

from social.graph import services as graph
from social.graph.queries import reached_by


def test_a_follow_of_a_friend_is_hinted_at_without_a_word_of_it(rooms):
    ana, ben, cem, eve = (rooms.member(f"{name}-{uuid4().hex[:12]}") for name in ("ana", "ben", "cem", "eve"))
    rooms.do("follow", who=ana.username, whom=ben.username)
    with rooms.connect(ana) as hers, rooms.connect(eve) as others:
        for socket in (hers, others):
            assert socket.ask("subscribe", channel="feed")["type"] == "subscribed"
        assert rooms.served.ask("POST", f"/api/v1/users/{cem.username}/follow", {}, token=ben.token).status == 200
        hint = hers.next("feed.new")
        assert (hint["channel"], hint["seq"], hint["data"]) == ("feed", None, {})
        assert others.upto_pong() == []


@pytest.fixture
def people(owner, friend, stranger, person):
    follower = person("follower")
    graph.follow(actor=follower, person=owner)
    return {person.pk: person.username for person in (owner, friend, stranger, follower)}


def reached(people, owner):
    return sorted(people[pk] for pk in reached_by([owner.pk], list(people)))


@pytest.mark.parametrize(
    ("choice", "hear"),
    [("everyone", ["follower", "friend"]), ("followers", ["follower", "friend"]), ("friends", ["friend"])],
)
def test_whoever_may_see_what_somebody_does_is_reached(people, owner, choice, hear):
    type(owner.profile).objects.filter(pk=owner.profile.pk).update(show_activity=choice)
    assert reached(people, owner) == hear


def test_who_muted_or_blocked_them_is_not(people, owner, friend, person):
    graph.mute(actor=friend, person=owner)
    assert reached(people, owner) == ["follower"]
    follower = type(owner).objects.get(username="follower")
    graph.block(actor=owner, person=follower)
    assert reached(people, owner) == []


def test_what_moderation_hid_reaches_nobody(people, owner):
    from config import clock

    type(owner.profile).objects.filter(pk=owner.profile.pk).update(hidden_at=clock.now())
    assert reached(people, owner) == []
