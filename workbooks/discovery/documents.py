"""What is indexed of a workbook, and what its score is made of."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from config.search import documents
from config.search.index import Index
from config.search.query import Query, Term
from config.search.typos import SHORTEST

INDEX = Index("workbooks_searchentry", ("title", "tags", "body"))

FORMAT = 1
"""Raised when documents are to be made anew, all of them: the sweep does so."""

_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_YEAR = 365.0 * 86_400
_LONGEST = 32
_TITLE = "in"
_NO_WORD = re.compile(r"u[0-9a-f]{4,6}|[0-9]+")


@dataclass(frozen=True, slots=True)
class Document:
    """The tokens of a workbook's title, tags and description, its keys, and a digest of it all."""

    tokens: list[list[str]]
    keys: list[str]
    digest: str

    @property
    def words(self) -> set[str]:
        """Those of its words that the lexicon takes."""
        return lexical({word for said in self.tokens for word in said})


def lexical(words: set[str]) -> set[str]:
    """The words that can be meant by a mistyped one."""
    return {word for word in words if SHORTEST <= len(word) <= _LONGEST and not _NO_WORD.fullmatch(word)}


def document(row: dict[str, Any], tags: Sequence[tuple[int, str]]) -> Document:
    """The document of a workbook with these tags."""
    tokens = documents.tokens_of([row["title"], " ".join(name for _id, name in tags), row["description"]])
    keys = [author_key(row["author_id"]), *(tag_key(tag_id) for tag_id, _name in tags)]
    keys += [documents.key(_TITLE, word) for word in dict.fromkeys(tokens[0])]
    said = repr((FORMAT, row["title"], tags, row["description"], row["author_id"], row["visibility"]))
    return Document(tokens, keys, blake2b(said.encode(), digest_size=16).hexdigest())


def in_title(query: Query) -> Query:
    """The query for words of titles: by keys of their own, since PostgreSQL's index does not know where a word stands
    and would have every row read that has it anywhere."""
    terms = [
        Term((documents.key(_TITLE, word),), term.is_prefix, term.is_excluded)
        for term in query.terms
        for word in term.words
    ]
    return Query(query.text, tuple(terms))


def author_key(author_id: UUID) -> str:
    """The key of everything by that author."""
    return documents.key("author", author_id)


def tag_key(tag_id: int) -> str:
    """The key of everything that carries that tag."""
    return documents.key("tag", tag_id)


def freshness(listed_at: datetime) -> float:
    """What a workbook's age adds to its score: one a year, so that nothing has to be written as time goes by."""
    return round((listed_at - _SINCE).total_seconds() / _YEAR, 4)


def standing(popular: int, trending: float) -> float:
    """What favour adds to a score: twice as much of it adds about as much as being a year younger."""
    return round(1.5 * math.log(1 + popular) + 2 * math.log(1 + trending), 4)
