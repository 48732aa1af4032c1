"""The values that wordings of comments have of their own: an excerpt, read when it is worded and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from config import entities
from notifications.inbox.wording import Row, register_part, register_values
from notifications.types import shipped as types

EXCERPT = 200
"""So many characters of a comment stand in what is told of it."""

COMMENT = "comment"


def excerpts(rows: Sequence[Row]) -> Mapping[UUID, Mapping[str, Any]]:
    """The beginning of each notification's newest comment; nothing of one that is deleted. One statement."""
    written = entities.kind(COMMENT).written
    ids = {row["part_id"] for row in rows if row["part_id"] is not None}
    texts = written(ids) if written is not None and ids else {}
    return {
        row["id"]: {"excerpt": excerpt(texts[row["part_id"]].text) if row["part_id"] in texts else ""} for row in rows
    }


def excerpt(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"


def register() -> None:
    """Have wordings of comments ask here; called when the app is ready."""
    for each in (types.COMMENTED, types.MENTIONED, types.LIKED):
        register_values(each.name, excerpts)
    for each in (types.COMMENTED, types.MENTIONED, types.LIKED):
        register_part(each.name, COMMENT)
