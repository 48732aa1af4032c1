"""Items go after a year, unless they are flagged or pinned."""

from datetime import timedelta

import pytest

from social.activity import services
from social.activity.models import ActivityEvent
from social.activity.tasks import prune
from social.activity.tests.acting import item_of
from social.graph import services as graph
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

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


def test_items_about_what_was_purged_go_and_those_about_what_was_only_deleted_stay(owner, stranger, deliver):
    purged, deleted, kept = (published(owner, title=name) for name in ("Purged", "Deleted", "Kept"))
    engagement.write_comment(author=stranger, workbook_id=purged.pk, body="Clear")
    graph.follow(actor=stranger, person=owner)
    deliver()
    Workbook.objects.filter(pk=deleted.pk).update(deleted_at=deleted.created_at)
    Workbook.objects.filter(pk=purged.pk).delete()
    assert services.prune_what_is_gone(batch=2) == 2
    told = ActivityEvent.objects.order_by("id").values_list("verb", "thing_id")
    assert list(told) == [("published", deleted.pk), ("published", kept.pk), ("followed", owner.pk)]
