"""Charts: what they draw, what they say to those who do not see them, and what they refuse."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from config import clock
from config.desk import figures
from config.desk.charts import Series, bar_chart, line_chart
from config.desk.counting import BoundedPaginator, estimated
from config.desk.figures import by_day, register_figure, shown_to
from config.desk.filters import first_key_at
from config.desk.groups import Group
from config.desk.searching import found
from config.roles import Role

LABELS = ["Mon", "Tue", "Wed"]


def heights(drawn: str) -> list[float]:
    return [
        float(height)
        for height in re.findall(r'class="series-\d" x="[\d.]+" y="[\d.]+" width="[\d.]+" height="([\d.]+)"', drawn)
    ]


def test_bars_are_as_high_as_their_values():
    low, high = heights(bar_chart("some", "Some", labels=LABELS, series=[Series("a", [0, 5, 10])]))
    assert high == pytest.approx(2 * low, abs=0.2)


def test_a_chart_has_a_name_a_table_and_neither_script_nor_style():
    drawn = bar_chart("some", "New <members>", labels=LABELS, series=[Series("a", [1, 2, 3]), Series("b", [4, 5, 6])])
    assert 'role="img" aria-labelledby="chart-some-title"' in drawn
    assert "New &lt;members&gt;" in drawn
    assert re.findall(r'<td class="number">(\d)</td>', drawn) == ["1", "4", "2", "5", "3", "6"]
    assert "<script" not in drawn
    assert "style=" not in drawn


def test_coordinates_keep_their_point_where_numbers_have_a_comma():
    with translation.override("de"):
        drawn = line_chart("some", "Some", labels=LABELS, series=[Series("a", [0.5, 1.5, 1234.5])])
    assert re.search(r'points="[\d.]+,[\d.]+ [\d.]+,[\d.]+ [\d.]+,[\d.]+"', drawn)
    assert "1.234,5" in drawn


def test_nothing_is_said_in_words():
    assert '<svg class="plot"' not in bar_chart("some", "Some", labels=LABELS, series=[Series("a", [0, 0, 0])])
    assert "Nothing in this time." in bar_chart("some", "Some", labels=LABELS, series=[Series("a", [0, 0, 0])])


@pytest.mark.parametrize("values", [[1, 2], [1, 2, -3], [1, 2, float("nan")]])
def test_what_cannot_be_drawn_is_refused(values):
    with pytest.raises(ValueError):
        bar_chart("some", "Some", labels=LABELS, series=[Series("a", values)])


def test_more_series_than_colours_are_refused():
    with pytest.raises(ValueError):
        bar_chart("some", "Some", labels=LABELS, series=[Series(str(n), [1, 2, 3]) for n in range(6)])


def test_a_figure_is_read_once_in_its_time_and_says_as_of_when(admin, moderator, member_figure):
    assert [each.text for each in shown_to(admin).figures if each.name == "some"] == ["1"]
    assert [each.text for each in shown_to(admin).figures if each.name == "some"] == ["1"]
    assert [each for each in shown_to(moderator).figures if each.name == "some"] == []


def test_a_figure_that_fails_is_unknown_and_the_rest_stands(admin, monkeypatch):
    monkeypatch.setattr(figures, "_figures", dict(figures._figures))
    register_figure("broken", label="Broken", read=lambda: 1 / 0, group=Group.PEOPLE)
    shown = {each.name: each for each in shown_to(admin).figures}
    assert (shown["broken"].text, shown["broken"].tone) == ("", "bad")
    assert shown["members"].text != ""


@pytest.fixture
def member_figure(monkeypatch):
    read = []
    monkeypatch.setattr(figures, "_figures", dict(figures._figures))
    register_figure("some", label="Some", read=lambda: read.append(1) or len(read), group=Group.PEOPLE, role=Role.ADMIN)
    return read


def test_days_are_days_in_utc(owner):
    today = clock.now().date()
    days = [today - timedelta(days=1), today]
    assert by_day(type(owner).objects.all(), "created_at", days) == [0, 1]


def test_the_first_key_of_a_moment_divides_rows_by_age(owner):
    rows = type(owner).objects
    assert rows.filter(pk__gte=first_key_at(owner.created_at - timedelta(seconds=1))).exists()
    assert not rows.filter(pk__gte=first_key_at(owner.created_at + timedelta(seconds=1))).exists()
    assert first_key_at(datetime(2026, 1, 1, tzinfo=UTC)).version == 7


def test_lists_count_no_further_than_they_reach(owner, friend, monkeypatch):
    # A table with few rows is counted: statistics may be of what other tests left.
    assert estimated(type(owner)) == 2
    monkeypatch.setattr("config.desk.counting.MOST_COUNTED", 1)
    pages = BoundedPaginator(type(owner).objects.order_by("pk"), 1)
    assert (pages.count, pages.total) == (1, "more than 1 rows")


@pytest.mark.parametrize("text", ["owner", "@Owner", "own", "https://x.example/u/{id}?a=b", " {id} "])
def test_a_member_is_found_by_name_beginning_id_or_address(owner, friend, text):
    lookups = ("username__exact", "id__exact", "username__startswith")
    assert list(found(type(owner).objects.all(), text.format(id=owner.pk), lookups, [])) == [owner]
    assert list(found(type(owner).objects.all(), "nobody at all", lookups, [])) == []
