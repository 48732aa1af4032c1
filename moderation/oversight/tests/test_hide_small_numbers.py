"""Fewer than three are never told, and never to be worked out from a sum."""

from __future__ import annotations

from itertools import product

import pytest

from moderation.oversight.few import LEAST, cell, cells, parts

pytestmark = pytest.mark.once


@pytest.mark.parametrize(("count", "told"), [(0, None), (1, None), (2, None), (3, 3), (1_000, 1_000)])
def test_a_number_is_told_from_three_on(count, told):
    assert cell(count) == {"count": told, "is_few": told is None}


def test_whoever_subtracts_learns_of_no_small_number():
    for counts in product(range(7), repeat=4):
        told = parts(dict(zip("abcd", counts, strict=True)))
        hidden = sum(counts) - sum(part["count"] or 0 for part in told)
        all_hidden = all(part["is_few"] for part in told)
        assert hidden == 0 or hidden >= LEAST or all_hidden, counts
        assert all(part["count"] is None or part["count"] >= LEAST for part in told)


def test_no_more_is_hidden_than_that_takes():
    assert [part["count"] for part in parts({"a": 9, "b": 4, "c": 1})] == [9, None, None]
    assert [part["count"] for part in parts({"a": 9, "b": 4, "c": 0})] == [9, 4, None]
    assert [part["count"] for part in parts({"a": 9, "b": 2, "c": 2})] == [9, None, None]
    assert [part["count"] for part in cells({"a": 9, "b": 4, "c": 1})] == [9, 4, None]
