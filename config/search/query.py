"""What somebody asks, as terms: words that must all be there, "phrases", and -words that must not.

The last word is the beginning of one, since it may still be being typed, and so is every word of four letters or more.
All other signs are plain text. Both databases' query languages are written from tokens alone, which hold letters,
digits and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from config.search.tokens import Sort, Unit, pairs, units

LONGEST_QUERY = 200
MOST_WORDS = 8
PREFIX_FROM = 4

_PIECE = re.compile(r'(?<!\S)(-?)"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other, the beginning of a word, or one word; and where in the text it was said."""

    words: tuple[str, ...]
    is_prefix: bool = False
    is_excluded: bool = False
    start: int = 0
    end: int = 0

    def tsquery(self, labels: str, *, exact_too: bool) -> str:
        if len(self.words) > 1:
            return "(" + " <-> ".join(f"'{word}'{':' if labels else ''}{labels}" for word in self.words) + ")"
        (word,) = self.words
        begins = f"'{word}':*{labels}"
        if not self.is_prefix:
            return f"'{word}'{':' if labels else ''}{labels}"
        return f"('{word}'{':' if labels else ''}{labels} | {begins})" if exact_too else begins

    def fts(self, *, exact_too: bool) -> str:
        said = '"' + " ".join(self.words) + '"'
        if not self.is_prefix:
            return said
        return f"({said} OR {said} *)" if exact_too else f"{said} *"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; `text` is how it was said, in normal form C."""

    text: str
    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing: there is no word, or there are only words that must not be there."""
        return not self.wanted

    def with_words(self, said: dict[str, str]) -> Query:
        """The query with these words in the place of others, as whole words."""
        text, shift, terms = self.text, 0, []
        for term in self.terms:
            new = said.get(term.words[0]) if len(term.words) == 1 and not term.is_excluded else None
            if new is None:
                terms.append(replace(term, start=term.start + shift, end=term.end + shift))
                continue
            start, end = term.start + shift, term.end + shift
            text = text[:start] + new + text[end:]
            shift += len(new) - (end - start)
            terms.append(Term((new,), start=start, end=start + len(new)))
        return Query(text, tuple(terms))


def parse(text: str) -> Query:
    """The query that `text` says; at most `MOST_WORDS` words of it count."""
    text = unicodedata.normalize("NFC", text[:LONGEST_QUERY])
    terms: list[Term] = []
    left = MOST_WORDS
    for term in _terms(text):
        if left <= 0:
            break
        terms.append(replace(term, words=term.words[:left]))
        left -= len(term.words)
    if terms and len(terms[-1].words) == 1 and not terms[-1].is_excluded and not _is_quoted(text, terms[-1]):
        terms[-1] = replace(terms[-1], is_prefix=True)
    return Query(text, tuple(terms))


def _is_quoted(text: str, term: Term) -> bool:
    return text[term.end : term.end + 1] == '"' and text.count('"', 0, term.start) % 2 == 1


def _terms(text: str) -> Iterator[Term]:
    for found in _PIECE.finditer(text):
        if found[3] is None:
            yield from _phrase(list(units(found[2])), bool(found[1]), found.start(2), found.end(2))
            continue
        piece, at = found[3], found.start(3)
        if len(piece) > 1 and piece[0] == "-":
            yield from _phrase(list(units(piece[1:])), True, at + 1, found.end(3))
            continue
        for unit in units(piece):
            yield _of_unit(unit, at)


def _phrase(found: Sequence[Unit], is_excluded: bool, start: int, end: int) -> Iterator[Term]:
    said = tuple(word for unit in found for word in _words(unit))
    if said:
        is_sign = len(found) == 1 and found[0].sort is Sort.RUN and len(said) == 1 and len(found[0].pieces) == 1
        yield Term(said, is_prefix=is_sign, is_excluded=is_excluded, start=start, end=end)


def _of_unit(unit: Unit, at: int) -> Term:
    said = tuple(_words(unit))
    is_one_sign = unit.sort is Sort.RUN and len(unit.pieces) == 1
    is_prefix = is_one_sign or (unit.sort is Sort.WORD and len(said[0]) >= PREFIX_FROM)
    return Term(said, is_prefix=is_prefix, start=at + unit.pieces[0].start, end=at + unit.pieces[-1].end)


def _words(unit: Unit) -> Iterator[str]:
    if unit.sort is Sort.RUN and len(unit.pieces) > 1:
        yield from (token.word for token in pairs(unit.pieces, with_last=False))
    else:
        yield from (piece.word for piece in unit.pieces)


def tsquery(query: Query, *, labels: str = "", also: str = "", exact_too: bool = False) -> str:
    """The query in the words of PostgreSQL's `tsquery`, narrowed to the parts `labels`, and to what `also` says.

    With `exact_too` a whole word weighs more than the beginning of one; for ranks.
    """
    parts = [term.tsquery(labels, exact_too=exact_too) for term in query.wanted]
    parts += [f"!{term.tsquery('', exact_too=False)}" for term in query.terms if term.is_excluded]
    return " & ".join([*parts, *([also] if also else [])])


def fts(query: Query, *, columns: Sequence[str] = (), also: str = "", exact_too: bool = False) -> str:
    """The query in the words of SQLite's FTS5, narrowed to `columns`, and to what `also` says."""
    said = " AND ".join(term.fts(exact_too=exact_too) for term in query.wanted)
    if columns:
        said = f"({{{' '.join(columns)}}} : ({said}))"
    if also:
        said = f"{said} AND {also}"
    out = " OR ".join(term.fts(exact_too=False) for term in query.terms if term.is_excluded)
    return f"({said}) NOT ({out})" if out else said
