"""Friendships: two halves that stand and fall together."""

import pytest

from social.graph import services
from social.graph.errors import PersonNotFound, SelfEdge
from social.graph.events import FriendshipEnded, FriendshipMade
from social.graph.models import Friendship

pytestmark = pytest.mark.django_db


def halves():
    return set(Friendship.objects.values_list("member_id", "friend_id"))


def test_both_halves_are_made_and_told_once(owner, stranger, recorded):
    assert services.make_friends(actor=owner, person=stranger) is True
    assert services.make_friends(actor=stranger, person=owner) is False
    assert halves() == {(owner.pk, stranger.pk), (stranger.pk, owner.pk)}
    assert len(recorded(FriendshipMade)) == 1


def test_either_may_end_it_and_both_halves_go(owner, stranger, recorded):
    services.make_friends(actor=owner, person=stranger)
    assert services.end_friendship(actor=stranger, person=owner) is True
    assert services.end_friendship(actor=owner, person=stranger) is False
    assert halves() == set()
    assert len(recorded(FriendshipEnded)) == 1


def test_a_block_forbids_it_whoever_set_it(owner, blocked):
    for actor, person in ((owner, blocked), (blocked, owner)):
        with pytest.raises(PersonNotFound):
            services.make_friends(actor=actor, person=person)
    assert halves() == set()


def test_nobody_is_their_own_friend(owner):
    with pytest.raises(SelfEdge):
        services.make_friends(actor=owner, person=owner)
