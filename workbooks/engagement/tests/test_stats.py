"""Statistics: by day, for the author and the staff, with the sites that led to the workbook."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.roles import ANONYMOUS
from config.testing.client import codes
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services
from workbooks.engagement.errors import WrongPeriod
from workbooks.engagement.models import Favorite, View
from workbooks.engagement.services import viewing
from workbooks.engagement.stats import Period, stats_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WEEK = Period(date(2026, 11, 14), date(2026, 11, 20))


@pytest.fixture(autouse=True)
def _forget_salts():
    viewing.forget_salts()


def look(workbook, number, at, referrer=None):
    with time_machine.travel(at, tick=False):
        return services.register_view(
            viewer=ANONYMOUS, workbook_id=workbook.pk, address=f"192.0.2.{number}", agent="Firefox", referrer=referrer
        )


def test_each_day_has_its_own_figures_and_empty_days_are_there(owner, friend, stranger):
    made, other = published(owner), published(owner, title="Other")
    for number in range(3):
        look(made, number, NOON, "news.example")
    look(made, 0, NOON + timedelta(hours=2), "blog.example")
    look(made, 9, NOON - timedelta(days=2))
    look(made, 9, NOON - timedelta(days=20), "old.example")
    look(other, 9, NOON, "news.example")
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        services.favorite(member=friend, workbook_id=made.pk)
    with time_machine.travel(NOON, tick=False):
        services.write_comment(author=friend, workbook_id=made.pk, body="Good")
        gone = services.write_comment(author=stranger, workbook_id=made.pk, body="Bad")
        services.delete_comment(actor=stranger, comment_id=gone.pk)
        found = stats_of(owner, made.pk, WEEK)
    days = {day["day"]: day for day in found["days"]}
    assert list(days) == [date(2026, 11, 14) + timedelta(days=n) for n in range(7)]
    assert days[date(2026, 11, 20)] == {
        "day": date(2026, 11, 20),
        "views": 4,
        "viewers": 3,
        "favorites": 0,
        "comments": 1,
        "referrers": [{"host": "news.example", "views": 3}, {"host": "blog.example", "views": 1}],
    }
    assert (days[date(2026, 11, 18)]["views"], days[date(2026, 11, 18)]["favorites"]) == (1, 1)
    empty = {"views": 0, "viewers": 0, "favorites": 0, "comments": 0, "referrers": []}
    assert all(days[date(2026, 11, n)] == {"day": date(2026, 11, n)} | empty for n in (14, 15, 16, 17, 19))
    assert found["totals"] == {"views": 5, "favorites": 1, "comments": 1}
    assert found["referrers"] == days[date(2026, 11, 20)]["referrers"]


def test_a_day_ends_at_midnight_in_utc(owner):
    made = published(owner)
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    look(made, 1, midnight - timedelta(microseconds=1))
    look(made, 2, midnight)
    look(made, 3, midnight + timedelta(days=1) - timedelta(microseconds=1))
    look(made, 4, midnight + timedelta(days=1))
    found = stats_of(owner, made.pk, Period(date(2026, 11, 19), date(2026, 11, 20)))
    assert [day["views"] for day in found["days"]] == [1, 2]


def test_a_flood_of_hosts_leaves_five_a_day_and_twenty_in_all(owner):
    made = published(owner)
    View.objects.bulk_create(
        View(workbook=made, viewer_key=f"v{n}", window=n, created_at=NOON, referrer=f"h{n % 40:02}.example")
        for n in range(100)
    )
    found = stats_of(owner, made.pk, WEEK)
    assert [len(day["referrers"]) for day in found["days"]] == [0] * 6 + [5]
    assert found["referrers"][:2] == [{"host": "h00.example", "views": 3}, {"host": "h01.example", "views": 3}]
    assert len(found["referrers"]) == 20


def test_the_author_and_the_staff_see_them_and_nobody_else(
    api, owner, friend, stranger, moderator, muted, agent, blocked
):
    public, hidden_away = published(owner), draft(owner)
    for suffix in ("stats", "stats.csv"):
        path = f"/workbooks/{public.pk}/{suffix}"
        assert api.as_(owner).get(path).status_code == 200
        assert api.as_(moderator).get(path).status_code == 200
        for other in (friend, stranger, muted, agent):
            answer = api.as_(other).get(path)
            assert (answer.status_code, answer.json()["code"]) == (403, "stats_not_shown")
        assert api.as_(blocked).get(path).status_code == 404
        assert api.get(path).status_code == 401
        assert api.as_(owner).get(f"/workbooks/{hidden_away.pk}/{suffix}").status_code == 200
        assert api.as_(stranger).get(f"/workbooks/{hidden_away.pk}/{suffix}").status_code == 404


def test_a_period_is_thirty_days_unless_said_and_at_most_366(api, owner):
    path = f"/workbooks/{published(owner).pk}/stats"
    member = api.as_(owner)
    with time_machine.travel(NOON, tick=False):
        usual = api.as_(owner).get(path).json()
        assert (usual["from"], usual["to"], len(usual["days"])) == ("2026-10-22", "2026-11-20", 30)
    longest = member.get(path, {"from": "2024-01-01", "to": "2024-12-31"})
    assert len(longest.json()["days"]) == 366
    for period in (
        {"from": "2024-01-01", "to": "2025-01-01"},
        {"from": "2024-01-02", "to": "2024-01-01"},
    ):
        answer = member.get(path, period)
        assert (answer.status_code, answer.json()["code"]) == (400, "wrong_period")
    for wrong in ("2024-02-30", "01/02/2024", "0001-01-01", "9999-12-31", "x", "2024-01-01T00:00:00Z", "1.1.2024"):
        for name in ("from", "to"):
            answer = member.get(path, {name: wrong})
            assert answer.status_code == 400, (name, wrong)
            assert set(codes(answer)) == {name}
    assert member.get(path, {"until": "2024-01-01"}).json()["errors"][0]["code"] == "unknown_filter"


def test_the_first_and_last_days_there_are_break_nothing():
    assert len(Period.of(date(2000, 1, 1), date(2000, 1, 1)).days()) == 1
    assert len(Period.of(None, date(2199, 12, 31)).days()) == 30
    with pytest.raises(WrongPeriod):
        Period.of(date(2199, 12, 31), date(2000, 1, 1))


def test_the_file_holds_the_same_figures(api, owner, friend):
    made = published(owner)
    look(made, 1, NOON, "news.example")
    Favorite.objects.create(member=friend, workbook=made, created_at=NOON)
    period = {"from": "2026-11-19", "to": "2026-11-20"}
    answer = api.as_(owner).get(f"/workbooks/{made.pk}/stats.csv", period)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="stats-2026-11-19-2026-11-20.csv"'
    assert list(csv.reader(io.StringIO(answer.content.decode(), newline=""))) == [
        ["day", "views", "viewers", "favorites", "comments", "referrers"],
        ["2026-11-19", "0", "0", "0", "0", ""],
        ["2026-11-20", "1", "1", "1", "0", "news.example 1"],
    ]


def test_a_year_costs_as_many_statements_as_a_day(owner):
    made = published(owner)
    for number in range(10):
        look(made, number, NOON - timedelta(days=30 * number), f"h{number}.example")
    counts = []
    for period in (Period(date(2026, 11, 20), date(2026, 11, 20)), Period(date(2025, 11, 21), date(2026, 11, 20))):
        with CaptureQueriesContext(connection) as statements:
            stats_of(owner, made.pk, period)
        counts.append(len(statements))
    assert counts[0] == counts[1]
