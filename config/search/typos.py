"""Words that were meant: near to what was typed, found by what is left of both when a letter or two is taken away.

A word's *variants* are what is left of its first letters when up to two are left out. Two words that are near share a
variant, so that candidates are found by equality, in an ordinary index of either database; comparing similarities
(`pg_trgm`) reads most of a large lexicon for every query, and misses a budget with two letters turned round.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from zlib import crc32

SHORTEST = 4
_FIRST = 7
_TO_INTEGER = 2**31


def allowed(length: int) -> int:
    """How many letters may be wrong in a word of that length."""
    return 0 if length < SHORTEST else 1 if length <= SHORTEST + 1 else 2


def variants(word: str) -> set[int]:
    """The variants of a word, as numbers of 32 bits; none for a short one."""
    if len(word) < SHORTEST:
        return set()
    first = word[:_FIRST]
    left = {
        "".join(first[at] for at in kept)
        for gone in range(allowed(len(word)) + 1)
        for kept in combinations(range(len(first)), len(first) - gone)
    }
    return {crc32(each.encode()) - _TO_INTEGER for each in left}


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be put in, left out, exchanged or turned round with the next; `most` + 1 for any more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        two_before, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def nearest(word: str, known: Iterable[tuple[str, int]], *, is_beginning: bool = False) -> str | None:
    """Which of the `known` words, given with how often each is used, was meant; None where none is near enough.

    With `is_beginning`, the beginnings of longer words count as well.
    """
    most = allowed(len(word))
    found: list[tuple[int, int, str]] = []
    for candidate, uses in known:
        far = distance(word, candidate, most)
        if far > most and is_beginning and len(candidate) > len(word):
            far = distance(word, candidate[: len(word)], most) + 1
        if 0 < far <= most + (1 if is_beginning else 0):
            found.append((far, -uses, candidate))
    return min(found)[2] if found else None
