"""Many at once, each on a connection of its own."""

import pytest

from accounts.users.services import create_user
from config.testing.crowd import all_at_once
from social.friends import services
from social.friends.errors import (
    AlreadyFriends,
    FriendRequestAnswered,
    FriendRequestNotFound,
    FriendRequestTooSoon,
    PersonNotFound,
    TooManyFriendRequests,
)
from social.friends.events import FriendRequestAccepted
from social.friends.models import FriendRequest
from social.friends.tests.asking import ask
from social.graph import services as graph
from social.graph.events import FriendshipMade
from social.graph.models import Block, Friendship

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def people(count: int, start: int = 0) -> list:
    names = [f"p{n:03}x" for n in range(start, start + count)]
    return [create_user(username=name, email=f"{name}@example.com", password=None) for name in names]


def asks(sender, person):
    return lambda: services.request_friendship(sender=sender, person=person)


def test_requests_that_cross_are_one_friendship():
    for number in range(10):
        one, other = people(2, start=2 * number)
        assert all_at_once(asks(one, other), asks(other, one)) == []
        request = FriendRequest.objects.get(sender__in=[one, other])
        assert request.status == "accepted"
        assert set(
            Friendship.objects.filter(member__in=[one, other]).values_list("member_id", "friend_id", "request_id")
        ) == {(one.pk, other.pk, request.pk), (other.pk, one.pk, request.pk)}


def test_a_crowd_that_asks_one_another_at_once_has_no_half_of_anything(recorded):
    crowd = people(7)
    deeds = [asks(one, other) for one in crowd for other in crowd if one != other]
    assert all_at_once(*deeds) == []
    assert set(FriendRequest.objects.values_list("status", flat=True)) == {"accepted"}
    assert (FriendRequest.objects.count(), Friendship.objects.count()) == (21, 42)
    assert (len(recorded(FriendshipMade)), len(recorded(FriendRequestAccepted))) == (21, 21)


def test_twenty_times_the_same_request_is_one():
    one, other = people(2)
    assert all_at_once(*[asks(one, other)] * 20) == []
    assert FriendRequest.objects.count() == 1


def test_accepting_twenty_times_is_accepting_once(recorded):
    one, other = people(2)
    request = ask(one, other)
    deeds = [lambda: services.accept_request(actor=other, request_id=request.pk)] * 20
    assert all_at_once(*deeds) == []
    assert Friendship.objects.count() == 2
    assert (len(recorded(FriendshipMade)), len(recorded(FriendRequestAccepted))) == (1, 1)


def test_of_accepting_and_cancelling_one_holds():
    for number in range(10):
        one, other = people(2, start=2 * number)
        request = ask(one, other)
        raised = all_at_once(
            lambda r=request, who=other: services.accept_request(actor=who, request_id=r.pk),
            lambda r=request, who=one: services.cancel_request(actor=who, request_id=r.pk),
        )
        assert [type(error) for error in raised] == [FriendRequestAnswered]
        request.refresh_from_db()
        halves = Friendship.objects.filter(member__in=[one, other]).count()
        assert (request.status, halves) in {("accepted", 2), ("cancelled", 0)}


@pytest.mark.parametrize("blocker", [0, 1])
def test_nothing_outlives_a_block_that_comes_at_the_same_time(blocker):
    pairs = [people(2, start=2 * number) for number in range(8)]
    requests = [ask(one, other) for one, other in pairs]
    deeds = []
    for request, pair in zip(requests, pairs, strict=True):
        deeds += [
            lambda r=request, who=pair[1]: services.accept_request(actor=who, request_id=r.pk),
            lambda pair=pair: graph.block(actor=pair[blocker], person=pair[1 - blocker]),
            asks(pair[1 - blocker], pair[blocker]),
        ]
    raised = all_at_once(*deeds)
    refusals = {FriendRequestAnswered, FriendRequestNotFound, PersonNotFound, AlreadyFriends, FriendRequestTooSoon}
    assert {type(error) for error in raised} <= refusals
    assert Block.objects.count() == 8
    assert not Friendship.objects.exists()
    assert not FriendRequest.objects.filter(status="pending").exists()


def test_the_limit_holds_when_many_requests_come_at_once(settings):
    settings.FRIEND_REQUESTS_MOST_OPEN = 5
    member, *crowd = people(21)
    raised = all_at_once(*(asks(member, person) for person in crowd))
    assert {type(error) for error in raised} == {TooManyFriendRequests}
    assert FriendRequest.objects.filter(sender=member).count() == 5
