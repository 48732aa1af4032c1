"""Percentiles are exact on either database."""

from __future__ import annotations

import random
import statistics
from datetime import UTC, datetime, timedelta

import pytest

from config import clock
from moderation.cases import figures
from moderation.oversight.places import MEDIAN, NINE_IN_TEN, percentiles
from moderation.oversight.tests.making import decided

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


def of(minutes):
    for each in minutes:
        decided(NOON, after=timedelta(minutes=each))
    rows = figures.ended_rounds(NOON - timedelta(days=1))
    found = percentiles(rows, "to_decision", tenths=(MEDIAN, NINE_IN_TEN))
    return [value / timedelta(minutes=1) for value in found.get("", [])]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 10, 11, 21])
def test_they_are_what_arithmetic_says(count):
    values = [random.Random(count).randint(1, 500) for _ in range(count)]
    between = statistics.quantiles(values, n=10, method="inclusive") if count > 1 else [values[0]] * 9
    assert of(values) == pytest.approx([statistics.median(values), between[8]], abs=1e-6)


def test_of_nothing_there_are_none():
    assert of([]) == []


def test_equal_values_are_counted_each():
    assert of([5, 5, 5, 90]) == [5, pytest.approx(64.5)]


def test_they_are_taken_apart_by_a_column():
    for category, minutes in (("spam", 10), ("spam", 20), ("hate", 7)):
        decided(NOON, after=timedelta(minutes=minutes), category=category)
    with clock.standing_at(NOON):
        rows = figures.ended_rounds(NOON - timedelta(days=1))
    found = percentiles(rows, "to_decision", tenths=(MEDIAN,), by="category")
    assert found == {"spam": [timedelta(minutes=15)], "hate": [timedelta(minutes=7)]}
