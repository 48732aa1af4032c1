"""The kept counts are proven against the rows, and mended."""

import pytest

from accounts.profiles.proof import verify_counters
from social.graph import services
from social.graph.models import Follow

pytestmark = pytest.mark.django_db


def test_after_deeds_of_every_kind_nothing_differs(owner, friend, stranger):
    services.follow(actor=stranger, person=owner)
    services.follow(actor=owner, person=stranger)
    services.unfollow(actor=owner, person=stranger)
    services.block(actor=owner, person=friend)
    assert verify_counters() == []


def test_counts_that_went_wrong_are_found_and_mended(owner, friend):
    Follow.objects.all().delete()
    wrong = verify_counters(repair=True)
    assert {(found.counter, found.user_id, found.kept, found.counted) for found in wrong} == {
        ("followers", owner.pk, 1, 0),
        ("following", friend.pk, 1, 0),
    }
    assert verify_counters() == []
