"""What is indexed of a person: the name, and apart from it the title, which only an open profile shows."""

from __future__ import annotations

import math
from typing import Any

from config.search.documents import tokens_of
from config.search.index import Index

INDEX = Index("social_personentry", ("name", "title"))

FORMAT = 1
"""Raised when documents are to be made anew, all of them: the sweep does so."""


def document(row: dict[str, Any]) -> tuple[list[list[str]], list[str]]:
    """The tokens of a person's name and title."""
    return tokens_of([f"{row['username']} {row['full_name']}", row["title"]]), []


def standing(followers: int, workbooks: int) -> float:
    """What a person's place among those who are found is made of."""
    return round(math.log(1 + followers) + 0.5 * math.log(1 + workbooks), 4)
