"""Ending a friendship: either may, at any time."""

import pytest

from config.roles import Status
from social.friends.models import FriendRequest
from social.friends.tests.asking import befriend
from social.graph.events import FriendshipEnded
from social.graph.models import Friendship

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "whom"), [("owner", "stranger"), ("stranger", "owner")])
def test_either_ends_it_for_both_and_twice_is_as_good_as_once(api, owner, stranger, recorded, who, whom):
    befriend(stranger, owner)
    client = api.as_({"owner": owner, "stranger": stranger}[who])
    assert [client.delete(f"/friends/{whom}").status_code for _ in range(2)] == [204, 204]
    assert not Friendship.objects.exists()
    assert len(recorded(FriendshipEnded)) == 1
    assert FriendRequest.objects.get().status == "accepted"


def test_it_can_be_ended_though_the_other_is_out_of_sight(api, owner, stranger):
    befriend(stranger, owner)
    type(owner).objects.filter(pk=stranger.pk).update(status=Status.SUSPENDED)
    assert api.as_(owner).delete("/friends/stranger").status_code == 204
    assert not Friendship.objects.exists()


def test_whom_one_cannot_see_one_has_no_friendship_with(api, owner, blocked):
    for username in ("owner", "nobody-at-all"):
        answer = api.as_(blocked).delete(f"/friends/{username}")
        assert (answer.status_code, answer.json()["code"]) == (404, "person_not_found")


def test_a_muted_member_ends_theirs_and_a_visitor_has_none(api, owner, muted):
    befriend(owner, muted)
    assert api.delete("/friends/owner").status_code == 401
    assert api.as_(muted).delete("/friends/owner").status_code == 204
    assert not Friendship.objects.exists()
