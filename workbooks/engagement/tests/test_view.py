"""Views: once a viewer and half an hour, drained into the counter by a job."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.roles import ANONYMOUS
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services
from workbooks.engagement.models import DailySalt, View
from workbooks.engagement.services import viewing

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _forget_salts():
    viewing.forget_salts()


def look(workbook, viewer=ANONYMOUS, address="192.0.2.1", agent=BROWSER):
    return services.register_view(viewer=viewer, workbook_id=workbook.pk, address=address, agent=agent)


def test_a_view_is_taken_at_once_and_counted_by_the_job(api, owner, stranger):
    made = published(owner)
    Workbook.objects.update(imported_views=100)
    answer = api.as_(stranger).post(f"/workbooks/{made.pk}/view")
    assert (answer.status_code, answer.json()) == (202, {})
    assert api.get(f"/workbooks/{made.pk}").json()["view_count"] == 100
    assert services.count_views() == 1
    assert services.count_views() == 0
    assert api.get(f"/workbooks/{made.pk}").json()["view_count"] == 101
    assert Workbook.objects.get().view_count == View.objects.filter(is_counted=True).count() == 1


def test_a_viewer_counts_once_in_a_window_of_half_an_hour(owner, stranger):
    made = published(owner)
    with time_machine.travel(NOON, tick=False) as clock:
        assert look(made, stranger)
        assert not look(made, stranger)
        assert look(made)
        assert not look(made)
        assert look(made, address="192.0.2.2")
        assert look(made, agent=BROWSER + " other")
        clock.move_to(NOON + timedelta(minutes=29, seconds=59))
        assert not look(made, stranger)
        clock.move_to(NOON + timedelta(minutes=30))
        assert look(made, stranger)
        assert look(made)
    assert services.count_views() == 6


def test_the_author_and_known_robots_do_not_count(owner):
    made = published(owner)
    assert not look(made, owner)
    for agent in ("Googlebot/2.1", "Slackbot-LinkExpanding 1.0", "HeadlessChrome/1", "Baiduspider/2.0", "GPTBot/1.2"):
        assert not look(made, agent=agent)
    assert not View.objects.exists()
    for agent in ("", "curl/8.4", "okhttp/4.12", BROWSER):
        assert look(made, agent=agent)


def test_a_visitor_counts_over_http(api, owner):
    made = published(owner)
    with time_machine.travel(NOON, tick=False):
        for agent in (BROWSER, BROWSER, "curl/8.4", "Googlebot/2.1"):
            assert api.post(f"/workbooks/{made.pk}/view", User_Agent=agent).status_code == 202
    assert services.count_views() == 2


def test_what_one_cannot_see_has_no_views(api, owner, stranger, blocked):
    assert api.as_(stranger).post(f"/workbooks/{draft(owner).pk}/view").status_code == 404
    assert api.as_(blocked).post(f"/workbooks/{published(owner).pk}/view").status_code == 404
    assert not View.objects.exists()


def test_nothing_that_is_kept_names_the_visitor(owner):
    made = published(owner)
    with time_machine.travel(NOON, tick=False):
        look(made, address="203.0.113.77")
    kept = View.objects.get()
    assert "203.0.113.77" not in str(vars(kept))
    with time_machine.travel(NOON + timedelta(days=4), tick=False):
        assert services.prune_salts() == 1
    assert not DailySalt.objects.exists()


def test_a_view_costs_the_request_one_insert_and_no_counter(owner, stranger):
    made = published(owner)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        look(made, stranger)
    written = [each["sql"] for each in statements if each["sql"].lstrip("(").upper().startswith(("INSERT", "UPDATE"))]
    assert len(written) == 1
    assert "view" in written[0].lower()
