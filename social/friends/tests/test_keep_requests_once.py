"""What the database itself holds to, whatever the code does."""

import pytest
from django.db import IntegrityError, transaction

from config import clock
from social.friends.models import FriendRequest
from social.friends.tests.asking import befriend
from social.graph.models import Friendship

pytestmark = pytest.mark.django_db


def refused(**columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        FriendRequest.objects.create(**columns)


def test_two_members_have_one_pending_request_in_either_direction(owner, stranger, friend):
    FriendRequest.objects.create(sender=owner, recipient=stranger)
    refused(sender=owner, recipient=stranger)
    refused(sender=stranger, recipient=owner)
    FriendRequest.objects.create(sender=stranger, recipient=friend)
    FriendRequest.objects.create(sender=friend, recipient=owner)


def test_answered_ones_are_as_many_as_there_were(owner, stranger):
    for status in ("accepted", "declined", "cancelled", "declined"):
        FriendRequest.objects.create(sender=owner, recipient=stranger, status=status, responded_at=clock.now())
    FriendRequest.objects.create(sender=stranger, recipient=owner)
    refused(sender=owner, recipient=stranger)


def test_nobody_asks_themselves(owner):
    refused(sender=owner, recipient=owner)


def test_a_request_is_answered_when_it_has_a_moment_and_only_then(owner, stranger):
    refused(sender=owner, recipient=stranger, responded_at=clock.now())
    refused(sender=owner, recipient=stranger, status="accepted")


def test_there_are_four_words(owner, stranger):
    refused(sender=owner, recipient=stranger, status="ended", responded_at=clock.now())


def test_a_friendship_outlives_the_row_of_its_request(owner, stranger):
    befriend(owner, stranger).delete()
    assert set(Friendship.objects.values_list("request_id", flat=True)) == {None}


def test_requests_go_with_the_account_at_either_end(person):
    one, two, three = (person(name) for name in ("one-a", "two-b", "three-c"))
    FriendRequest.objects.create(sender=one, recipient=two)
    FriendRequest.objects.create(sender=three, recipient=one)
    one.delete()
    assert not FriendRequest.objects.exists()
