"""Disguises come off: whatever is done to a word, it is read as the word; and reading ends, whatever the text is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening.normalising import MOST_WAYS, fold, read, words_of

WORD = "viagra"


@pytest.mark.parametrize(
    "disguised",
    [
        "VIAGRA",
        "ＶＩＡＧＲＡ",
        "vіаgrа",  # Cyrillic i and a
        "ⓥⓘⓐⓖⓡⓐ",
        "𝓿𝓲𝓪𝓰𝓻𝓪",
        "🅥🅘🅐🅖🅡🅐",
        "ᴠɪᴀɢʀᴀ",
        "v\u0336i\u0336a\u0336g\u0336r\u0336a\u0336",
        "víágrâ",
        "v\u200bi\u200da\u2060gra",
        "vi\u00adagra",
        "v i a g r a",
        "v.i.a.g.r.a",
        "V - I - A - G - R - A",
        "v_i_a_g_r_a",
        "a v.i.a.g.r.a",
        "v1agra",
        "V!@GR4",
        "v 1 @ g r 4",
        "viaaaagra",
        "vvviagra",
        "\u202eviagra",
    ],
)
def test_a_word_is_known_in_every_disguise(disguised):
    assert any(WORD in words for words in read(f"buy {disguised} now").ways), read(disguised).ways


@pytest.mark.parametrize(
    ("honest", "word"),
    [
        ("We sold 455 units", "ass"),
        ("the class of 2026", "ass"),
        ("a tall building", "tail"),
        ("version 1.0.1", "iol"),
        ("hello coolly", "coly"),
        ("Übergröße", "uber"),
    ],
)
def test_honest_words_are_not_mistaken(honest, word):
    assert not any(word in words for words in read(honest).ways)


def test_umlauts_and_sharp_s_fold_alike_in_text_and_term():
    assert fold("GRÖßE") == fold("grosse") == "grosse"


def test_a_number_stays_a_number():
    assert read("call 0049 1734").ways[0] == ["call", "0049", "1734"]
    assert len(read("call 0049 1734").ways) == 1


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=300))
def test_folding_again_changes_nothing_and_grows_within_bounds(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert len(folded) <= 18 * len(text) + 1


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=st.characters(codec=None) | st.sampled_from("аеоі\u0301\u200b@$!|10 .-_aA"), max_size=200))
def test_reading_never_raises_and_has_few_ways(text):
    reading = read(text)
    assert 1 <= len(reading.ways) <= MOST_WAYS
    assert reading.digest == "" or len(reading.digest) == 16
    assert all(words_of(word) == [word] for word in reading.ways[0][:20])


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abcdefghij ", min_size=1, max_size=60))
def test_plain_text_is_read_as_it_stands(text):
    assert read(text).ways[0] == text.split()


def test_the_same_text_in_another_dress_has_the_same_digest():
    one = read("Get your free coins today, friends!")
    other = read("ＧＥＴ your FREE соіns  today - friends")
    assert one.digest == other.digest != ""
    assert read("Thank you!").digest == ""


@pytest.mark.parametrize(
    "text",
    [
        "а" * 10_000,
        "v1 " * 3_333,
        "a." * 5_000,
        "!" * 10_000,
        "a1" * 5_000,
        "\ufdfa" * 10_000,
        "aaab" * 2_500,
        "@@@" * 3_000,
    ],
)
def test_ten_thousand_hostile_characters_are_read_in_bounded_time(text):
    began = time.process_time()
    reading = read(text)
    assert len(reading.ways) <= MOST_WAYS
    assert time.process_time() - began < 5, "reading must stay linear"
