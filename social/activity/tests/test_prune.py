"""Items go after a year, unless they are flagged or pinned."""

from datetime import timedelta

import pytest

from social.activity import services
from social.activity.models import ActivityEvent
from social.activity.tasks import prune
from social.activity.tests.acting import item_of

pytestmark = pytest.mark.django_db

OLD = timedelta(days=366)


def test_the_old_go_and_the_young_pinned_and_flagged_stay(owner):
    kept = [
        item_of(owner, ago=timedelta(days=364)),
        item_of(owner, ago=OLD, is_pinned=True),
        item_of(owner, ago=OLD, flag_count=1),
    ]
    item_of(owner, ago=OLD)
    item_of(owner, ago=OLD, visibility="private")
    assert prune() == {"deleted": 2}
    assert set(ActivityEvent.objects.values_list("pk", flat=True)) == {each.pk for each in kept}
    assert prune() == {"deleted": 0}


def test_they_go_a_batch_at_a_time_past_those_that_stay(owner):
    for number in range(7):
        item_of(owner, ago=OLD + timedelta(minutes=number), is_pinned=number % 3 == 0)
    assert services.prune(batch=2) == 4
    assert ActivityEvent.objects.count() == 3


def test_how_long_is_a_setting(owner, settings):
    item_of(owner, ago=timedelta(days=40))
    settings.ACTIVITY_KEPT_DAYS = 30
    assert services.prune() == 1
