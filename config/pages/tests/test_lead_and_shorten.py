"""Where forms may lead, and how the beginning of a text is told."""

from __future__ import annotations

import pytest

from config.pages.destinations import LONGEST, local_path
from config.pages.excerpts import excerpt


@pytest.mark.parametrize(
    "path", ["/", "/w/1", "/u/ana?x=1&y=%2F", "/admin/?next=//x", "/a//b", "/ü", "/x?u=https://e.test"]
)
def test_a_path_of_ours_is_taken(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "//e.test", "///e.test", "////e.test", "/\\e.test", "\\/e.test", "https:e.test", "https://e.test/",
        "javascript:alert(1)", "/\t/e.test", "/\r\nX: 1", "/ x", "\n/x", "/x\x00", "/" + "x" * LONGEST, "data:,x",
    ],
)  # fmt: skip
def test_everything_else_is_not(text):
    assert local_path(text) == ""


def test_an_excerpt_is_plain_words():
    assert excerpt("# Ships\n\nBy **hour**, <b>bold</b>.\n\n- one\n- two") == "Ships By hour, <b>bold</b>. one two"
    assert excerpt("[a](https://e.test) ![i](https://e.test/i.png)") == "a"
    assert excerpt("") == ""


def test_a_long_one_ends_with_a_whole_word():
    told = excerpt("word, " * 100, 40)
    assert told == "word, word, word, word, word, word…"
    assert len(excerpt("x" * 500, 40)) == 40


def test_entities_are_told_as_what_they_stand_for():
    assert excerpt("a &amp; b &lt;script&gt;") == "a & b <script>"
