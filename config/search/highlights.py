"""Showing where a query was found: HTML with `<mark>` and nothing else in it that is not escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from config.search.query import Query, Term
from config.search.tokens import Token, tokens

FRAGMENT, BEFORE = 200, 60
_LOOKED_AT = 4_000


def _meets(term: Term, said: Sequence[Token], at: int) -> int:
    """How many tokens from `at` on meet the term."""
    if len(term.words) > len(said) - at:
        return 0
    for offset, word in enumerate(term.words):
        token = said[at + offset].word
        if token != word and not (term.is_prefix and token.startswith(word)):
            return 0
    return len(term.words)


def spans(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """The parts of the text that met the query, in order, none touching another."""
    said, wanted = list(tokens(text)), query.wanted
    firsts = {term.words[0] for term in wanted}
    beginnings = tuple(term.words[0] for term in wanted if term.is_prefix)
    start, end = 0, 0
    for at, token in enumerate(said):
        if token.word not in firsts and not token.word.startswith(beginnings):
            continue
        length = max(_meets(term, said, at) for term in wanted)
        if not length:
            continue
        last = max(each.end for each in said[at : at + length])
        if token.start > end:
            if end > start:
                yield start, end
            start, end = token.start, last
        else:
            start, end = (start if end > start else token.start), max(end, last)
    if end > start:
        yield start, end


def _marked(text: str, found: Sequence[tuple[int, int]], low: int, high: int) -> str:
    parts, at = [], low
    for start, end in found:
        if start < low or start >= high:
            continue
        end = min(end, high)
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*parts, escape(text[at:high])])


def highlight(text: str, query: Query) -> str:
    """The whole text, with what met the query marked."""
    return _marked(text, list(spans(text, query)), 0, len(text))


def fragment(text: str, query: Query) -> str:
    """Up to 200 signs of the text around the first place that met the query, or of its beginning; on one line."""
    text = " ".join(text[:_LOOKED_AT].split())
    found = list(spans(text, query))
    low = max(0, found[0][0] - BEFORE) if found and found[0][1] > FRAGMENT else 0
    if low:
        low = max(low, text.find(" ", low, found[0][0]) + 1)
    high = min(len(text), low + FRAGMENT)
    if high < len(text):
        high = max(text.rfind(" ", low, high), found[0][1] if found else 0, low + 1)
    return ("…" if low else "") + _marked(text, found, low, high) + ("…" if high < len(text) else "")
