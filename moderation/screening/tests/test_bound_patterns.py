"""Patterns that could take long are refused when they are made; those that pass end soon, whatever the text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening import patterns
from moderation.screening.patterns import MOST_COST, PatternRefused, compiled, cost
from moderation.screening.tests.making import finds

CATASTROPHIC = [
    "(a+)+$", "(a*)*b", "([a-z]+)*1", "(a|aa)+$", "(a|a?)+b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){20}",
    "(x+x+)+y", "a{1,50}a{1,50}a{1,50}b", "(a{1,10}){1,10}b", "((ab){1,9}){1,9}c", ".*.*.*x", "(?:a{0,50}){0,50}zzz",
]  # fmt: skip


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_a_catastrophic_pattern_is_refused(pattern):
    with pytest.raises(PatternRefused):
        cost(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(abc", "a**", "[z-a]bc", "(?P<x>a)(?P=x)bb", r"(abc)\1", "(?=abc)abc", "(?<!a)bcd", "(?i)abc", "(?i:abc)", "ab",
     "a?b?c?", "(?#x)", "x" * 201, "(" * 150, "abc{99999999999}", "\\"],
)  # fmt: skip
def test_what_is_no_bounded_pattern_is_refused(pattern):
    with pytest.raises(PatternRefused):
        cost(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\d{3,4}[ -]?\d{5,9}", "Call 0173 1234567 now"),
        (r"make \$?\d{2,6} (a|per) (day|week)", "MAKE $500 per week"),
        (r"telegram[ .:@]{1,4}\w{3,20}", "Telegram: @someone"),
        (r"\bwin(ner|s)? of\b", "You are the winner of"),
    ],
)
def test_useful_patterns_pass_and_are_found_in_folded_texts(pattern, text):
    assert finds(pattern, text=text, sort="patterns") == [pattern]


PIECES = st.recursive(
    st.sampled_from(["a", "b", "[ab]", ".", "c"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda many: f"(?:{'|'.join(many)})"),
        st.tuples(inner, st.integers(0, 3), st.integers(3, 30)).map(lambda x: f"(?:{x[0]}){{{x[1]},{x[2]}}}"),
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.text(alphabet="abc", max_size=10))
def test_whatever_passes_ends_soon_on_texts_made_to_be_slow(piece, tail):
    pattern = f"{piece}ddd"
    try:
        allowed = compiled(pattern)
    except PatternRefused:
        return
    text = "ab" * 1_000 + "a" * 1_000 + tail
    began = time.process_time()
    assert allowed.search(text) is None
    assert time.process_time() - began < 2


def test_the_costliest_pattern_that_passes_ends_on_ten_thousand_characters():
    pattern = "a{1,9}a{1,9}bb"
    assert cost(pattern) <= MOST_COST
    began = time.process_time()
    assert compiled(pattern).search("a" * 10_000) is None
    assert time.process_time() - began < 2


def test_the_bound_counts_the_ways_that_backtracking_can_go():
    assert cost("abc") == 3
    assert cost("a{1,5}bcd") > cost("a{5}bcd")
    assert cost("(?:abc|xyz)qrs") > cost("abcqrs")


def test_the_parts_of_re_that_the_bound_reads_are_there():
    assert patterns.parser.parse("abc").getwidth()[0] == 3
    assert re.error
