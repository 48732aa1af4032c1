"""Blocking: what ends with it, and what it hides."""

import pytest

from config.roles import Status
from social.graph import services
from social.graph.events import UserBlocked, UserUnblocked
from social.graph.models import Block, Follow, Friendship

pytestmark = pytest.mark.django_db


def counts(person):
    person.profile.refresh_from_db()
    return person.profile.followers_count, person.profile.following_count


def test_a_block_ends_follows_both_ways_and_the_friendship(api, owner, friend):
    services.follow(actor=owner, person=friend)
    assert Friendship.objects.count() == 2
    answer = api.as_(owner).post("/users/friend/block")
    assert (answer.status_code, answer.json()) == (200, {"is_blocked": True})
    assert not Follow.objects.exists()
    assert not Friendship.objects.exists()
    assert (counts(owner), counts(friend)) == ((0, 0), (0, 0))


def test_a_block_touches_no_edge_with_others(owner, friend, stranger):
    services.follow(actor=stranger, person=owner)
    services.block(actor=owner, person=friend)
    assert list(Follow.objects.values_list("follower", "followee")) == [(stranger.pk, owner.pk)]
    assert counts(owner) == (1, 0)


def test_blocking_twice_tells_once(api, owner, stranger, recorded):
    client = api.as_(owner)
    assert [client.post("/users/stranger/block").status_code for _ in range(2)] == [200, 200]
    assert Block.objects.count() == 1
    assert len(recorded(UserBlocked)) == 1


def test_lifting_a_block_brings_nothing_back(api, owner, friend, recorded):
    client = api.as_(owner)
    client.post("/users/friend/block")
    assert [client.delete("/users/friend/block").status_code for _ in range(2)] == [204, 204]
    assert not Block.objects.exists()
    assert not Follow.objects.exists()
    assert len(recorded(UserUnblocked)) == 1
    assert api.as_(friend).get("/users/owner").status_code == 200


def test_nobody_blocks_themselves(api, owner):
    answer = api.as_(owner).post("/users/owner/block")
    assert (answer.status_code, answer.json()["code"]) == (400, "self_block")
    assert not Block.objects.exists()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/followers"),
        ("GET", "/following"),
        ("GET", "/followers/count"),
        ("POST", "/follow"),
        ("DELETE", "/follow"),
        ("POST", "/mute"),
        ("DELETE", "/mute"),
        ("POST", "/block"),
        ("DELETE", "/block"),
    ],
)
def test_whoever_is_blocked_finds_nobody(api, owner, blocked, method, path):
    answer = api.as_(blocked).request(method, f"/users/owner{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "person_not_found")


@pytest.mark.parametrize("path", ["/followers", "/following", "/followers/count"])
def test_whoever_blocked_reads_no_lists_of_theirs(api, owner, blocked, path):
    assert api.as_(owner).get(f"/users/blocked-b{path}").status_code == 404


def test_staff_are_blocked_like_anyone(api, owner, moderator, admin):
    for member in (moderator, admin):
        services.block(actor=owner, person=member)
        assert api.as_(member).get("/users/owner").status_code == 404


def test_a_block_can_be_lifted_though_the_other_is_out_of_sight(api, owner, blocked):
    services.block(actor=blocked, person=owner)
    assert api.as_(owner).delete("/users/blocked-b/block").status_code == 204
    type(owner).objects.filter(pk=owner.pk).update(status=Status.SUSPENDED)
    assert api.as_(blocked).delete("/users/owner/block").status_code == 204
    assert not Block.objects.exists()


def test_a_muted_member_may_protect_themselves(api, muted, stranger):
    assert api.as_(muted).post("/users/stranger/block").status_code == 200
    assert Block.objects.filter(blocker=muted, blocked=stranger).exists()


def test_visitors_block_nobody(api, owner):
    assert api.post("/users/owner/block").status_code == 401
    assert api.delete("/users/owner/block").status_code == 401
