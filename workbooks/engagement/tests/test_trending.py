"""Trending: recent acts of others, decayed; the author's own and sanctioned accounts do not count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.users import services as users
from config import clock
from config.roles import ANONYMOUS, Status
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services, trends
from workbooks.engagement.models import Favorite, View
from workbooks.engagement.services import trending

pytestmark = pytest.mark.django_db


def score(workbook):
    return Workbook.objects.get(pk=workbook.pk).trending_score


def test_what_others_do_lately_makes_the_score(owner, stranger, friend):
    made, quiet = published(owner), published(owner)
    services.register_view(viewer=ANONYMOUS, workbook_id=made.pk, address="192.0.2.9", agent="Mozilla/5.0")
    services.favorite(member=stranger, workbook_id=made.pk)
    services.write_comment(author=friend, workbook_id=made.pk, body="one")
    services.write_comment(author=friend, workbook_id=made.pk, body="two")
    assert services.recompute_trending() == 1
    assert score(made) == 1 + 4 + 6
    assert score(quiet) == 0


def test_a_day_weighs_half_of_the_day_two_days_after_it(owner, stranger):
    made = published(owner)
    services.favorite(member=stranger, workbook_id=made.pk)
    Favorite.objects.update(created_at=clock.now() - timedelta(days=2))
    services.recompute_trending()
    assert score(made) == 2
    Favorite.objects.update(created_at=clock.now() - timedelta(days=20))
    services.recompute_trending()
    assert score(made) == 0


def test_the_authors_own_acts_and_those_of_sanctioned_accounts_do_not_count(owner, stranger, admin):
    made = published(owner)
    services.favorite(member=owner, workbook_id=made.pk)
    services.write_comment(author=owner, workbook_id=made.pk, body="look!")
    services.favorite(member=stranger, workbook_id=made.pk)
    services.register_view(viewer=stranger, workbook_id=made.pk, address="", agent="Mozilla/5.0")
    users.set_status(user_id=stranger.pk, status=Status.SUSPENDED, actor=admin, reason="a test")
    services.recompute_trending()
    assert View.objects.count() == 1
    assert score(made) == 0


def test_what_a_score_is_made_of_is_counted_ahead_of_readers(owner, stranger, friend, django_assert_num_queries):
    made = published(owner)
    for number, member in enumerate((stranger, friend), start=1):
        services.favorite(member=member, workbook_id=made.pk)
        services.recompute_trending()
        kept = score(made)
        with django_assert_num_queries(0):
            parts = trends.explained({made.pk: kept})[made.pk]
        assert (parts["favorites"], parts["score"], kept) == (number, 4.0 * number, 4.0 * number)


def test_what_the_job_did_not_count_is_counted_once_for_a_score(
    owner, stranger, friend, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(trending, "MOST_EXPLAINED", 0)
    made = published(owner)
    services.favorite(member=stranger, workbook_id=made.pk)
    services.recompute_trending()
    with django_assert_num_queries(3):
        first = trends.explained({made.pk: 4.0})
    services.favorite(member=friend, workbook_id=made.pk)
    with django_assert_num_queries(0):
        assert trends.explained({made.pk: 4.0}) == first
    with django_assert_num_queries(3):
        assert trends.explained({made.pk: 8.0})[made.pk]["favorites"] == 2
