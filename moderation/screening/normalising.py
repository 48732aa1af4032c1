"""Taking disguises off a text: case, width, look-alikes, marks, invisible characters, spacing, leetspeak, stretching.

`fold` gives one text, with its punctuation. `Reading` has the words of that, and of each other way in which the text
can be read: `v.i.a.g.r.a` closed up, `v1agra` with its digits as letters, `viaaagra` with its runs cut. Everything here
is linear in the length of the text, and there are at most `MOST_WAYS` ways.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path

MOST_WAYS = 12
FEWEST_SPACED = 2
"""How many words of one letter make it worth looking whether letters were spaced out."""
LONGEST_SPACED = 40
LEAST_DIGESTED = 20
"""Texts with fewer letters and digits than this are repeated by everyone ("Thank you!") and get no digest."""

_DATA = Path(__file__).parent / "data" / "confusables.txt"

# Marks that are put on letters, and characters that nobody sees.
_DROPPED = (
    *((0x00AD, 0x00AD), (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x061C, 0x061C), (0x064B, 0x065F)),
    *((0x0670, 0x0670), (0x115F, 0x1160), (0x180B, 0x180F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x200B, 0x200F)),
    *((0x202A, 0x202E), (0x2060, 0x206F), (0x20D0, 0x20FF), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F)),
    *((0xFE20, 0xFE2F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xE0000, 0xE007F), (0xE0100, 0xE01EF)),
)
_LEET = str.maketrans("0345789@$+", "oeastbgast")
_AS_I, _AS_L = {ord(sign): "i" for sign in "1!|"}, {ord(sign): "l" for sign in "1!|"}

_APART = re.compile(r"[\W_]+")
_SPACED = re.compile(
    r"(?<![^\W_])(?<![@$!|])(?:[^\W_]|[@$!|])(?:[\s._\-*/,+~]{1,3}(?:[^\W_]|[@$!|])(?![^\W_]|[@$!|])){2,}"
)
_BETWEEN = re.compile(r"[\s._\-*/,+~]+")
_SIGN = re.compile(r"[013457890@$!|+]")
_MIXED = re.compile(r"[a-z][013457890@$!|+]|[013457890@$!|+][a-z]")
_TOKEN = re.compile(r"[a-z0-9@$!|+]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_STRETCHED_ASCII = re.compile(r"([a-z])\1\1+")
_ASCII_APART = {code: " " for code in range(128) if not chr(code).isalnum()}


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: None for first, last in _DROPPED for code in range(first, last + 1)}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            letter, *codes = line.split()
            table |= {int(code, 16): letter for code in codes}
    return table | {0x3002: ".", 0xFF61: "."}


_TABLE = _table()


def fold(text: str) -> str:
    """The text in small letters without marks and invisible characters, every look-alike as the letter it looks like.

    Folding again changes nothing. A text of ASCII keeps its length; others grow at most eighteenfold, as NFKD does.
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_TABLE)
    # What became ASCII may have been the look-alike of a capital's small form; and marks that went may let others join.
    return text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold()).translate(_TABLE)


def words_of(folded: str) -> list[str]:
    """The words of a folded text: what stands between all that is neither letter nor digit."""
    if folded.isascii():
        return folded.translate(_ASCII_APART).split()
    return [word for word in _APART.split(folded) if word]


@dataclass(frozen=True)
class Reading:
    """A text as rules look at it: `plain` is folded; `ways` are the ways of reading it, as lists of words."""

    raw: str
    plain: str

    @cached_property
    def ways(self) -> list[list[str]]:
        """The words of each way of reading the text, the plain one first."""
        words = words_of(self.plain)
        others = [words_of(way) for way in _other_ways(self.plain, words)]
        return [words, *others]

    @cached_property
    def digest(self) -> str:
        """What says that two texts are the same, apart from disguises; empty for short texts."""
        together = "".join(self.ways[0])
        return blake2b(together.encode(), digest_size=8).hexdigest() if len(together) >= LEAST_DIGESTED else ""


@lru_cache(maxsize=2)
def read(text: str) -> Reading:
    """The text with its disguises taken off. Rules and analyser ask about one text in turn: it is read once."""
    return Reading(text, fold(text))


def _other_ways(plain: str, words: list[str]) -> list[str]:
    """What else the text can be read as. Each disguise is looked for cheaply first: most texts wear none."""
    found = [plain]
    if list(map(len, words)).count(1) >= FEWEST_SPACED:
        found.append(_SPACED.sub(_closed, plain))
    if _SIGN.search(plain):
        for way in list(found):
            if _MIXED.search(way):
                found += [_unleeted(way, ones) for ones in (_AS_I, _AS_L)]
    runs = _STRETCHED_ASCII if plain.isascii() else _STRETCHED
    for way in list(found):
        if runs.search(way):
            found += [runs.sub(r"\1\1", way), runs.sub(r"\1", way)]
    return [way for way in dict.fromkeys(found) if way != plain][: MOST_WAYS - 1]


def _closed(run: re.Match[str]) -> str:
    """Letters that were spaced out, closed up; also without the first and the last: "a v i a g r a" is two words."""
    whole = _BETWEEN.sub("", run[0])
    return f"{whole} {whole[1:]} {whole[:-1]}" if len(whole) <= LONGEST_SPACED else whole


def _unleeted(text: str, ones: dict[int, str]) -> str:
    return _TOKEN.sub(lambda token: _unleet(token[0], ones), text)


def _unleet(token: str, ones: dict[int, str]) -> str:
    """The token's digits and signs as the letters they stand for; a number stays one, and so does what ends a word."""
    if token.isalpha() or token.isdigit() or not any(map(str.isalpha, token)):
        return token
    inner = token.rstrip("!|+")
    return inner.translate(_LEET).translate(ones) + token[len(inner) :]
