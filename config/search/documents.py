"""Documents: the tokens of a thing's texts, as each database keeps them.

A *key* is a token that nobody can type: by it, what carries a tag or has an author is found in the same index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from config.search.tokens import words

LABELS = "ABCD"
MARK = "\ue001"
# What PostgreSQL keeps of places; between two texts some are left free, so that no phrase spans both.
_LAST_PLACE, _BETWEEN = 16_383, 10


def key(sort: str, of: object) -> str:
    """The key of that sort: `key("tag", 12)`."""
    return f"{MARK}{sort}{str(of).replace('-', '')}"


def tokens_of(texts: Sequence[str]) -> list[list[str]]:
    """The tokens of each text."""
    return [words(text) for text in texts]


def tsvector(tokens: Sequence[Sequence[str]], keys: Iterable[str] = ()) -> str:
    """The document in the words of PostgreSQL's `tsvector`; the first text weighs most."""
    places: dict[str, list[str]] = {}
    at = 0
    for label, said in zip(LABELS, tokens, strict=False):
        for word in said:
            at += 1
            places.setdefault(word, []).append(f"{min(at, _LAST_PLACE)}{label}")
        at += _BETWEEN
    said = [f"'{word}':{','.join(where[:200])}" for word, where in places.items()]
    return " ".join([*said, *(f"'{each}'" for each in keys)])


def columns(tokens: Sequence[Sequence[str]], keys: Iterable[str] = ()) -> list[str]:
    """The document as SQLite's FTS5 takes it: a column a text, and one of keys."""
    return [*(" ".join(said) for said in tokens), " ".join(keys)]
