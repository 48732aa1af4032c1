"""How urgent a case is: what counts, how much, and the clock that goes with it."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from config import clock
from moderation.cases.choices import SEVERITY, Category, Priority
from moderation.cases.models import Case
from moderation.cases.priority import aged, graver, points_of_age, priority_of, standing_score, time_to_decide, weigh


def case(category="spam", *, weight=10, reach=0, waited=timedelta()):
    now = clock.now()
    made = Case(category=category, weight=weight, reach=reach, opened_at=now - waited)
    weigh(made, now)
    return made


@pytest.mark.parametrize(
    ("category", "weight", "score", "priority"),
    [
        ("spam", 10, 15, "low"),
        ("misinformation", 10, 25, "normal"),
        ("harassment", 10, 45, "high"),
        ("violence", 10, 65, "urgent"),
        ("violence", 2, 61, "high"),
        ("harassment", 2, 41, "normal"),
        ("spam", 0, 10, "low"),
        ("spam", 500, 25, "normal"),
    ],
)
def test_one_report_is_as_urgent_as_its_category_and_its_reporter(category, weight, score, priority):
    made = case(category, weight=weight)
    assert (made.score, made.priority) == (score, priority)


def test_the_score_lies_between_0_and_100_whatever_is_held_against_the_thing():
    for category, reach, weight in product(SEVERITY, (0, 10**15), (0, 10**9)):
        score = standing_score(category=category, reach=reach, weight=weight)
        assert 0 <= score + points_of_age(timedelta(days=9_999)) <= 100


def test_more_of_anything_never_makes_a_case_less_urgent():
    for category, more in product(SEVERITY, (1, 10, 1_000)):
        least = standing_score(category=category, reach=0, weight=10)
        assert standing_score(category=category, reach=more, weight=10) >= least
        assert standing_score(category=category, reach=0, weight=10 + more) >= least


def test_ten_times_the_people_are_three_points():
    scores = [case(reach=reach).score for reach in (0, 10, 100, 1_000, 100_000, 10**9)]
    assert scores == [15, 18, 21, 24, 30, 30]


def test_waiting_moves_a_case_up_and_leaves_its_clock():
    fresh, old = case("misinformation"), case("misinformation", waited=timedelta(days=30))
    assert (old.score - fresh.score, old.priority) == (10, "normal")
    assert old.due_at - old.opened_at == fresh.due_at - fresh.opened_at == timedelta(hours=24)
    spam = case(waited=timedelta(hours=60))
    assert (spam.priority, spam.due_at - spam.opened_at) == ("normal", timedelta(hours=72))
    assert aged(spam, clock.now()) == (spam.score, spam.priority)


def test_the_clocks_are_those_of_the_settings(settings):
    settings.MODERATION_SLA_HOURS = {"urgent": 2, "high": 3, "normal": 5, "low": 7}
    hours = [time_to_decide(score) / timedelta(hours=1) for score in (0, 24, 25, 44, 45, 64, 65, 100)]
    assert hours == [7, 7, 5, 5, 3, 3, 2, 2]
    assert [priority_of(score) for score in (0, 25, 45, 65)] == list(Priority)


def test_the_graver_category_stays_and_one_that_says_nothing_gives_way():
    assert graver(Category.SPAM, Category.HATE) == graver(Category.HATE, Category.SPAM) == Category.HATE
    assert graver(Category.OTHER, Category.SPAM) == graver(Category.SPAM, Category.OTHER) == Category.SPAM
    assert graver(Category.SPAM, Category.OFF_TOPIC) == Category.SPAM
