"""Finding thousands of words and phrases in a text at a cost that does not grow with their number.

A term is `word`, `a whole phrase`, `begin*` (any ending), or `*part*`, which is found inside words and across spaces as
well. Words and phrases are looked up by the word they begin with; the other two by four letters, and from there by the
lengths that terms of that beginning have. So a text is walked once for each way of reading it, in dictionaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from moderation.screening.normalising import Reading, fold, words_of

KEY = 4  # and so it stands in `_parts`
"""Letters that `begin*` and `*part*` need at least, and that they are found by."""

Owner = TypeVar("Owner")


class TermRefused(ValueError):
    """The term cannot be looked for: `code` is `term_too_short` or `star_in_a_phrase`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Term:
    """A term, folded: its words, and how they are found (`whole`, `begin` or `part`)."""

    words: tuple[str, ...]
    how: str


def parse(value: str) -> Term:
    """The term behind a rule's value; `TermRefused` where there is too little of it."""
    text = value.strip()
    opens, ends = text.startswith("*"), text.endswith("*")
    words = tuple(words_of(fold(text.strip("*"))))
    if opens and ends:
        joined = "".join(words)
        if len(joined) < KEY:
            raise TermRefused("term_too_short")
        return Term((joined,), "part")
    if opens or ends:
        if opens or len(words) != 1:
            raise TermRefused("star_in_a_phrase")
        if len(words[0]) < KEY:
            raise TermRefused("term_too_short")
        return Term(words, "begin")
    if len("".join(words)) < 2:
        raise TermRefused("term_too_short")
    return Term(words, "whole")


class Found(Generic[Owner]):
    """Texts by one form, with the lengths that must be tried where that form's key is met."""

    def __init__(self) -> None:
        self.owners: dict[str, list[tuple[Owner, str]]] = defaultdict(list)
        self.lengths: dict[str, tuple[int, ...]] = {}

    def add(self, key: str, length: int, text: str, owner: tuple[Owner, str]) -> None:
        """Look for `text`, which has that length, wherever `key` is met."""
        self.owners[text].append(owner)
        if length not in self.lengths.get(key, ()):
            self.lengths[key] = (*self.lengths.get(key, ()), length)


class Terms(Generic[Owner]):
    """Many terms, each with whoever asked for it."""

    def __init__(self, values: Iterable[tuple[Owner, str]]) -> None:
        self._whole: Found[Owner] = Found()
        self._begin: Found[Owner] = Found()
        self._part: Found[Owner] = Found()
        for owner, value in values:
            term = parse(value)
            if term.how == "whole":
                self._whole.add(term.words[0], len(term.words), " ".join(term.words), (owner, value))
            else:
                found = self._begin if term.how == "begin" else self._part
                found.add(term.words[0][:KEY], len(term.words[0]), term.words[0], (owner, value))

    def found_in(self, reading: Reading) -> Iterator[tuple[Owner, str]]:
        """Who asked for what the text holds, with the value; the same pair may come more than once."""
        if not (self._whole.lengths or self._begin.lengths or self._part.lengths):
            return
        for words in reading.ways:
            if self._whole.lengths:
                yield from self._phrases(words)
            if self._begin.lengths:
                yield from self._beginnings(words)
            if self._part.lengths:
                yield from self._parts("".join(words))

    def _phrases(self, words: list[str]) -> Iterator[tuple[Owner, str]]:
        lengths, owners = self._whole.lengths, self._whole.owners
        if lengths.keys().isdisjoint(words):
            return
        for place, word in enumerate(words):
            for length in lengths.get(word, ()):
                yield from owners.get(word if length == 1 else " ".join(words[place : place + length]), ())

    def _beginnings(self, words: list[str]) -> Iterator[tuple[Owner, str]]:
        lengths, owners = self._begin.lengths, self._begin.owners
        for word in set(words):
            for length in lengths.get(word[:KEY], ()):
                yield from owners.get(word[:length], ())

    def _parts(self, text: str) -> Iterator[tuple[Owner, str]]:
        lengths, owners = self._part.lengths, self._part.owners
        # Written out for speed: this is all that most texts cost.
        for place in [place for place in range(len(text) - 3) if text[place : place + 4] in lengths]:
            for length in lengths[text[place : place + KEY]]:
                yield from owners.get(text[place : place + length], ())
