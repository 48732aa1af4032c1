"""Terms are found whole, by their beginning, or anywhere; thousands of them as surely as one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening.normalising import read
from moderation.screening.terms import TermRefused, Terms, parse
from moderation.screening.tests.making import finds


def test_a_word_is_found_whole_and_not_inside_another():
    assert finds("ass", text="You ass.") == ["ass"]
    assert finds("ass", text="the class passes") == []


def test_a_phrase_is_found_across_marks_and_lines():
    assert finds("casino bonus", text="Get a CASINO,\n bonus today") == ["casino bonus"]
    assert finds("casino bonus", text="bonus of the casino") == []


def test_a_star_stands_for_any_ending():
    assert finds("spam*", text="spammers again") == ["spam*"]
    assert finds("spam*", text="antispam") == []


def test_two_stars_find_it_anywhere_and_across_spaces():
    assert finds("*cheappills*", text="ch eap pi lls here") == ["*cheappills*"]
    assert finds("*nlin*", text="online") == ["*nlin*"]


@pytest.mark.parametrize(
    ("value", "code"),
    [("a", "term_too_short"), ("!!!", "term_too_short"), ("ab*", "term_too_short"), ("*abc*", "term_too_short"),
     ("two words*", "star_in_a_phrase"), ("*front", "star_in_a_phrase")],
)  # fmt: skip
def test_what_would_find_too_much_is_refused(value, code):
    with pytest.raises(TermRefused) as refused:
        parse(value)
    assert refused.value.code == code


def test_a_disguised_term_is_the_same_term():
    assert finds("vіаgrа", text="viagra") == ["vіаgrа"]
    assert finds("viagra", text="V.I.A.G.R.A") == ["viagra"]


def test_each_of_ten_thousand_terms_is_found_and_no_other():
    chance = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    values = {"".join(chance.choice(letters) for _ in range(chance.randint(5, 9))) for _ in range(10_000)}
    terms = Terms((value, value) for value in values)
    for value in chance.sample(sorted(values), 200):
        assert {owner for owner, _value in terms.found_in(read(f"so {value} it is"))} == {value}


WORDS = st.lists(st.text(alphabet="abc", min_size=2, max_size=4), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(WORDS, st.lists(st.text(alphabet="abc", min_size=2, max_size=4), min_size=1, max_size=5, unique=True))
def test_whole_words_are_found_exactly_where_a_plain_search_finds_them(words, wanted):
    text = " ".join(words)
    plain = {value for value in wanted if value in words}
    found = {owner for owner, _value in Terms((value, value) for value in wanted).found_in(read(text))}
    # Cutting runs of three and more letters may only ever add.
    assert plain <= found
    assert found - plain <= {value for value in wanted if any(len(set(word)) < len(word) for word in words)}


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab ", max_size=60), st.text(alphabet="ab", min_size=4, max_size=7))
def test_parts_are_found_exactly_where_a_plain_search_finds_them(text, part):
    found = set(Terms([("one", f"*{part}*")]).found_in(read(text)))
    if part in text.replace(" ", ""):
        assert found == {("one", f"*{part}*")}
