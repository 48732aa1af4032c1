"""Tokens, queries, marks and typing errors by themselves: what a text becomes, and that no text is ever syntax."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.search import documents, query
from config.search.highlights import fragment, highlight
from config.search.query import parse
from config.search.tokens import tokens, words
from config.search.typos import distance, nearest, variants

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sales by REGION, 2026!", ["sales", "by", "region", "2026"]),
        ("Straße Łódź Ærø İzmir", ["strasse", "lodz", "aero", "izmir"]),
        ("e\u0301te\u0301 été", ["ete", "ete"]),
        ("C++ C# c d+ e", ["cplusplus", "csharp", "c", "d", "e"]),
        ("売上高", ["売上", "上高", "高"]),
        ("ガス カス", ["ガス", "ス", "カス", "ス"]),
        ("한국어 보고서", ["한국어", "보고서"]),
        ("हिन्दी", ["हिन्दी"]),
        ("ﬁve ①②", ["five", "12"]),
        ("a\u00adb می\u200cخواهم", ["ab", "میخواهم"]),
        ("📈up", ["u1f4c8", "up"]),
        ("x" * 100, ["x" * 64]),
        ("\ue001tag1 \x00 ' \\ %", ["tag1"]),
    ],
)
def test_a_text_becomes_these_tokens(text, found):
    assert words(text) == found


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_tokens_hold_letters_digits_and_marks_alone_and_point_into_their_text(text):
    for token in tokens(text):
        assert token.word
        assert not re.search(r"[\s'\"\\:*&|!()<>%\x00\ue001]", token.word)
        assert 0 <= token.start < token.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=250))
def test_what_is_written_for_a_database_is_made_of_tokens_and_our_own_signs(text):
    asked = parse(text)
    assert sum(len(term.words) for term in asked.terms) <= query.MOST_WORDS
    if not asked.is_empty:
        bare = re.sub(r"'[^']*'", "w", query.tsquery(asked, exact_too=True))
        assert re.fullmatch(r"[w&|!()<\-> :*]*", bare)
        bare = re.sub(r'"[^"]*"', "w", query.fts(asked, exact_too=True))
        assert re.fullmatch(r"(w|AND|OR|NOT|[()* ])*", bare)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=50))
def test_marks_add_nothing_but_marks(text, asked):
    shown = highlight(text, parse(asked))
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
    assert shown.count("<mark>") == shown.count("</mark>")
    assert "<" not in fragment(text, parse(asked)).replace("<mark>", "").replace("</mark>", "")


def test_a_query_is_words_phrases_and_what_must_not_be_there():
    asked = parse('sales "by region" -draft -a-b q4')
    assert [(term.words, term.is_prefix, term.is_excluded) for term in asked.terms] == [
        (("sales",), True, False),
        (("by", "region"), False, False),
        (("draft",), False, True),
        (("a", "b"), False, True),
        (("q4",), True, False),
    ]
    assert query.tsquery(asked) == "'sales':* & ('by' <-> 'region') & 'q4':* & !'draft' & !('a' <-> 'b')"
    assert query.fts(asked) == '("sales" * AND "by region" AND "q4" *) NOT ("draft" OR "a b")'


def test_the_part_of_a_description_lies_around_the_first_match():
    text = "word " * 100 + "the sales of the year " + "more " * 100
    shown = fragment(text, parse("sales"))
    assert (shown[0], shown[-1]) == ("…", "…")
    assert "the <mark>sales</mark> of" in shown
    assert len(shown) < 230
    assert fragment("", parse("sales")) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("analitycs", "analytics"), ("dashbord", "dashboard"), ("bugdet", "budget"), ("slaes", "sales"), ("xyzzy", None),
     ("продожи", "продажи"), ("hr", None), ("salex", "sales")],
)  # fmt: skip
def test_a_word_that_was_meant_is_found_by_a_shared_variant(typed, meant):
    lexicon = {"analytics": 3, "dashboard": 2, "budget": 5, "sales": 9, "salts": 1, "продажи": 1, "analysis": 8}
    near = [(word, uses) for word, uses in lexicon.items() if variants(word) & variants(typed)]
    assert nearest(typed, near) == meant


@settings(max_examples=100, deadline=None)
@given(st.text("abc", min_size=6, max_size=9), st.data())
def test_words_that_are_near_share_a_variant(word, data):
    letters = list(word)
    for _ in range(2):
        at = data.draw(st.integers(0, len(letters) - 1))
        deed = data.draw(st.sampled_from(["drop", "add", "swap", "turn"]))
        if deed == "drop" and len(letters) > 6:
            del letters[at]
        elif deed == "add":
            letters.insert(at, data.draw(st.sampled_from("abc")))
        elif deed == "swap":
            letters[at] = "d"
        elif at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    other = "".join(letters)
    if distance(word, other, 2) <= 2:
        assert variants(word) & variants(other)


def test_a_document_keeps_texts_apart_and_keys_out_of_reach():
    said = documents.tsvector(documents.tokens_of(["Sales", "KPI"]), [documents.key("tag", 1)])
    assert said == "'sales':1A 'kpi':12B '\ue001tag1'"
    assert words(documents.key("tag", 1)) == ["tag1"]


@pytest.mark.parametrize("text", ["a@a." * 12_500, "(" * 50_000, "@" * 50_000, " " * 50_000, "<" * 50_000, '"' * 50_000,
                                  "-" * 50_000, 'a"' * 25_000, "売" * 50_000, "é" * 50_000])  # fmt: skip
def test_long_texts_take_no_longer_than_their_length(text):
    began = time.process_time()
    asked = parse(text)
    list(tokens(text))
    fragment(text, asked)
    # A hundred times what it takes: what grows faster than the text would take minutes.
    assert time.process_time() - began < 3
