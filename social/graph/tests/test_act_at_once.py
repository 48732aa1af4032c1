"""Many at once, each on a connection of its own."""

from contextlib import suppress

import pytest
from django.contrib.auth import get_user_model

from accounts.profiles.models import Profile
from accounts.profiles.proof import verify_counters
from accounts.profiles.services import edit_settings
from accounts.users.services import create_user
from config.testing.crowd import all_at_once
from social.graph import services
from social.graph.errors import FollowRequestNotFound, PersonNotFound, TooManyFollows
from social.graph.models import Block, Follow, FollowRequest, Friendship
from social.graph.services import following

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def people(count: int) -> list:
    return [create_user(username=f"p{n:02}x", email=f"p{n:02}x@example.com", password=None) for n in range(count)]


def follow(actor, person):
    return lambda: services.follow(actor=actor, person=person)


def unfollow(actor, person):
    return lambda: services.unfollow(actor=actor, person=person)


def block(actor, person):
    return lambda: services.block(actor=actor, person=person)


def test_fifty_follow_one_and_every_one_counts():
    target, *crowd = people(51)
    assert all_at_once(*(follow(member, target) for member in crowd)) == []
    assert Follow.objects.filter(followee=target).count() == 50
    assert Profile.objects.get(pk=target.pk).followers_count == 50
    assert verify_counters() == []


def test_one_member_follows_one_target_fifty_times_at_once():
    member, target = people(2)
    assert all_at_once(*[follow(member, target)] * 50) == []
    assert Follow.objects.count() == 1
    assert Profile.objects.get(pk=target.pk).followers_count == 1


def test_fifty_toggles_of_one_edge_leave_counts_that_equal_the_rows():
    member, target = people(2)
    assert all_at_once(*[follow(member, target), unfollow(member, target)] * 25) == []
    rows = Follow.objects.count()
    assert rows <= 1
    assert Profile.objects.get(pk=target.pk).followers_count == rows
    assert Profile.objects.get(pk=member.pk).following_count == rows


def test_members_who_follow_each_other_at_once_do_not_hold_each_other_up():
    crowd = people(8)
    deeds = [follow(one, other) for one in crowd for other in crowd if one != other]
    assert all_at_once(*deeds[:50]) == []
    assert Follow.objects.count() == 50
    assert verify_counters() == []


def test_no_follow_outlives_a_block_that_comes_at_the_same_time():
    target, *crowd = people(16)
    deeds = [
        deed for member in crowd for deed in (follow(member, target), block(target, member), follow(target, member))
    ]
    raised = all_at_once(*deeds)
    assert {type(error) for error in raised} <= {PersonNotFound}
    assert Block.objects.filter(blocker=target).count() == 15
    assert not Follow.objects.exists()
    assert verify_counters() == []


def test_no_friendship_outlives_a_block_that_comes_at_the_same_time():
    target, *crowd = people(11)
    befriend = [lambda m=member: services.make_friends(actor=m, person=target) for member in crowd]
    raised = all_at_once(*befriend, *(block(target, member) for member in crowd))
    assert {type(error) for error in raised} <= {PersonNotFound}
    assert not Friendship.objects.exists()


def test_two_who_block_each_other_at_once_both_have_their_way():
    for _ in range(5):
        one, other = people(2)
        services.follow(actor=one, person=other)
        services.follow(actor=other, person=one)
        assert all_at_once(block(one, other), block(other, one)) == []
        assert Block.objects.count() == 2
        assert not Follow.objects.exists()
        assert verify_counters() == []
        get_user_model().objects.all().delete()


def test_two_who_befriend_each_other_at_once_share_one_friendship():
    one, other = people(2)
    deeds = [
        lambda: services.make_friends(actor=one, person=other),
        lambda: services.make_friends(actor=other, person=one),
    ]
    assert all_at_once(*deeds * 10) == []
    assert Friendship.objects.count() == 2


def test_the_limit_holds_when_many_follows_come_at_once(monkeypatch):
    monkeypatch.setattr(following, "MOST_FOLLOWS", 5)
    member, *crowd = people(21)
    raised = all_at_once(*(follow(member, target) for target in crowd))
    assert {type(error) for error in raised} == {TooManyFollows}
    assert Follow.objects.filter(follower=member).count() == 5
    assert verify_counters() == []


def test_an_answer_a_withdrawal_and_a_block_at_once_leave_one_outcome():
    for round_ in range(5):
        asker, chooser = (
            create_user(username=f"{name}{round_}x", email=f"{name}{round_}x@example.com", password=None)
            for name in ("asker", "chooser")
        )
        edit_settings(user_id=chooser.pk, approves_followers=True)
        services.follow(actor=asker, person=chooser)

        def accept(actor=chooser, person=asker):
            with suppress(FollowRequestNotFound, PersonNotFound):
                services.accept_follow_request(actor=actor, person=person)

        assert all_at_once(accept, unfollow(asker, chooser), accept, block(chooser, asker)) == []
        assert not FollowRequest.objects.exists()
        assert not Follow.objects.filter(follower=asker).exists()
    assert verify_counters() == []


def test_fifty_askings_of_one_leave_one_request():
    asker, chooser = people(2)
    edit_settings(user_id=chooser.pk, approves_followers=True)
    assert all_at_once(*[follow(asker, chooser)] * 50) == []
    assert (FollowRequest.objects.count(), Follow.objects.count()) == (1, 0)
