"""Very many followers: told by a job, piece by piece, which goes on where it broke off."""

from __future__ import annotations

from typing import Any

import pytest

from config.testing.failing import Died, failing
from notifications.inbox.models import InboxState, Notification
from notifications.inbox.proof import wrong_counts
from notifications.inbox.tests.town import follow, members
from notifications.rules import services
from notifications.rules.models import FanOut
from notifications.rules.services.fanning import AT_ONCE
from notifications.rules.tests.acting import published
from workbooks.catalog import services as catalog
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = pytest.mark.django_db

COUNT = AT_ONCE + 30


@pytest.fixture
def followers(owner: Any) -> list[Any]:
    people = members(COUNT)
    follow(people, owner.pk)
    return people


def told() -> set[Any]:
    """Who was told of something that was published."""
    rows = Notification.objects.filter(type="workbook.published")
    return set(rows.values_list("recipient_id", flat=True))


def test_all_are_told_once_by_a_job(owner: Any, followers: list[Any], run_jobs: Any) -> None:
    published(owner)
    run_jobs()
    assert told() == set(followers)
    assert Notification.objects.filter(type="workbook.published").count() == COUNT
    assert not FanOut.objects.exists()
    assert set(InboxState.objects.filter(pk__in=followers).values_list("unread", flat=True)) == {1}
    assert list(wrong_counts()) == []


@pytest.mark.django_db(transaction=True)
def test_a_job_that_dies_goes_on_where_it_was(owner: Any, followers: list[Any], deliver: Any) -> None:
    ship_sources()
    published(owner)
    deliver()
    (row,) = FanOut.objects.all()
    seen = []
    for number in (10, 30, 35):
        with pytest.raises(Died), failing(number, dies=True):
            services.go_on(fan_out_id=row.pk, piece=30)
        seen.append(len(told()))
    assert seen[-1] < COUNT
    assert services.unfinished() == [row.pk]
    services.go_on(fan_out_id=row.pk, piece=50)
    assert told() == set(followers)
    assert Notification.objects.filter(type="workbook.published").count() == COUNT
    assert list(wrong_counts()) == []


def test_nobody_more_is_told_once_it_is_out_of_sight(owner: Any, followers: list[Any], deliver: Any) -> None:
    made = published(owner)
    deliver()
    (row,) = FanOut.objects.all()
    catalog.hide_workbook(made.pk)
    deliver()
    services.go_on(fan_out_id=row.pk)
    assert told() == set()
    assert not FanOut.objects.exists()
