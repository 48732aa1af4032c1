"""Tokens: what a word is kept as, and where in the text it stands.

Case and accents are folded, so that `Café`, `CAFE` and `cafe` are one. Scripts that write no spaces (Han, Kana, Thai,
Lao, Khmer, Burmese) become overlapping pairs of signs; a pictogram is a token of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

LONGEST_WORD = 64
MOST_TOKENS = 5_000

_ASCII = re.compile(r"[a-z0-9]+")
# Letters that stand for others where people have no key for them; Unicode does not take these apart.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ə": "e"}
)
# Without spaces between words: Thai and Lao, Burmese, Khmer, Kana, Han with its extensions.
_RUNS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x30FF),
    (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_ACCENTS = frozenset({*range(10, 36), *range(200, 241)})
"""The combining classes of what is dropped: points and vowel signs of Hebrew and Arabic, accents above and below."""

_ZERO_WIDTH_SPACE, _TATWEEL = "\u200b", "\u0640"
_SIGNS = {"+": "plus", "#": "sharp"}


class Sort(Enum):
    """What a sign is in the middle of a text."""

    WORD = 1
    RUN = 2
    SYMBOL = 3
    JOIN = 4
    GAP = 5


class Token(NamedTuple):
    """A token, and the part of the text that it stands for."""

    word: str
    start: int
    end: int


class Unit(NamedTuple):
    """A word, a symbol, or a run of signs without spaces: its pieces as (folded, start, end)."""

    sort: Sort
    pieces: list[Token]


@lru_cache(maxsize=65_536)
def _sign(sign: str) -> tuple[str, Sort]:
    """How one sign is folded, and what it is."""
    category = unicodedata.category(sign)
    if category == "Cf" or sign == _TATWEEL or "\ufe00" <= sign <= "\ufe0f" or category == "Me":
        return "", Sort.GAP if sign == _ZERO_WIDTH_SPACE else Sort.JOIN
    apart = unicodedata.normalize("NFKD", sign.casefold()).casefold().translate(_LETTERS)
    kept = "".join(each for each in apart if unicodedata.combining(each) not in _ACCENTS)
    folded = unicodedata.normalize("NFC", kept)
    if not folded:
        return "", Sort.JOIN
    if category == "So" and not folded.isalnum():
        return f"u{ord(sign):x}", Sort.SYMBOL
    if not all(each.isalnum() or unicodedata.category(each)[0] == "M" for each in folded):
        return "", Sort.GAP
    is_run = all(any(low <= ord(each) <= high for low, high in _RUNS) for each in folded)
    return folded, Sort.RUN if is_run else Sort.WORD


def units(text: str) -> Iterator[Unit]:
    """The words, symbols and runs of `text`, in their order."""
    if text.isascii():
        lowered = text.lower()
        for found in _ASCII.finditer(lowered):
            yield Unit(Sort.WORD, [_spoken(lowered, found.start(), found.end(), found.group())])
        return
    pieces: list[Token] = []
    before = Sort.GAP
    for at, sign in enumerate(text):
        folded, sort = _sign(sign)
        if sort is Sort.JOIN:
            continue
        if pieces and sort is not before:
            yield _closed(text, before, pieces)
            pieces = []
        before = sort
        if sort is Sort.SYMBOL:
            yield Unit(Sort.SYMBOL, [Token(folded, at, at + 1)])
        elif sort is not Sort.GAP:
            pieces.append(Token(folded, at, at + 1))
    if pieces:
        yield _closed(text, before, pieces)


def _closed(text: str, sort: Sort, pieces: list[Token]) -> Unit:
    if sort is Sort.RUN:
        return Unit(sort, pieces)
    start, end = pieces[0].start, pieces[-1].end
    return Unit(sort, [_spoken(text, start, end, "".join(piece.word for piece in pieces))])


def _spoken(text: str, start: int, end: int, word: str) -> Token:
    """The token of a word; `C++` and `C#` are words of their own, spoken as their tags are."""
    if len(word) == 1 and (name := _SIGNS.get(text[end : end + 1])) and word.isalpha():
        twice = text[end : end + 2] == "++"
        if (name == "sharp" or twice) and not text[end + 1 + twice : end + 2 + twice].isalnum():
            return Token(word + (name * 2 if twice else name), start, end + 1 + twice)
    return Token(word[:LONGEST_WORD], start, end)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text that is to be found, at most `MOST_TOKENS`."""
    left = MOST_TOKENS
    for unit in units(text):
        for token in unit.pieces if unit.sort is not Sort.RUN else pairs(unit.pieces, with_last=True):
            if not left:
                return
            left -= 1
            yield token


def pairs(pieces: list[Token], *, with_last: bool) -> Iterator[Token]:
    """The overlapping pairs of a run; the last sign alone as well, so that every sign begins a token."""
    for one, two in pairwise(pieces):
        yield Token(one.word + two.word, one.start, two.end)
    if with_last:
        yield pieces[-1]


def words(text: str) -> list[str]:
    """The tokens alone."""
    return [token.word for token in tokens(text)]
