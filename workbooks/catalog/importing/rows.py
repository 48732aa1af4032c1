"""Checking one row of a listing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from config.text import clean
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.queries import Sources, check_url
from workbooks.tags.errors import InvalidTag
from workbooks.tags.names import clean_names

LARGEST = 10**12
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_AUTHOR = 200, 10_000, 100
_WHOLE = re.compile(r"[0-9]{1,13}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that does not go in: the number of its line, a stable code, and what is wrong in words."""

    line: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row that keeps the rules. None stands for what the listing does not say."""

    line: int
    author: str
    title: str
    url: str
    source: Any
    views: int
    favorites: int
    tags: tuple[str, ...] | None
    description: str | None
    published_at: datetime | None
    key: str
    """What the row is known by."""

    @property
    def digest(self) -> str:
        """What tells whether its text says something new; numbers are compared as they are."""
        said = (self.title, self.tags, self.description, self.published_at)
        return hashlib.sha256(repr(said).encode()).hexdigest()


class _Wrong(Exception):
    """A cell that cannot be taken."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def check_row(line: int, cells: Mapping[str, str], sources: Sources) -> Row | Refusal:
    """The row, or why it is refused. `sources` are the embed sources in use."""
    try:
        return _row(line, {name: text.strip() for name, text in cells.items()}, sources)
    except _Wrong as wrong:
        return Refusal(line, wrong.reason, wrong.detail)
    except EmbedUrlRefused as wrong:
        return Refusal(line, wrong.reason, f"url: {wrong.errors[0].message}")
    except InvalidTag as wrong:
        return Refusal(line, wrong.errors[0].code, f"tags: {wrong.errors[0].message}")


def _row(line: int, cells: Mapping[str, str], sources: Sources) -> Row:
    author = _text(cells, "author", LONGEST_AUTHOR)
    title = " ".join(_text(cells, "title", LONGEST_TITLE).split())
    checked = check_url(cells["url"], sources)
    return Row(
        line=line,
        author=author.removeprefix("@").casefold(),
        title=title,
        url=checked.url,
        source=checked.source,
        views=_number(cells, "views"),
        favorites=_number(cells, "favorites"),
        tags=_tags(cells),
        description=_description(cells),
        published_at=_moment(cells),
        key=hashlib.sha256(checked.url.encode()).hexdigest(),
    )


def _text(cells: Mapping[str, str], name: str, longest: int) -> str:
    text = clean(cells[name], lines=True)
    if not text:
        raise _Wrong(f"{name}_missing", f"{name}: there is none.")
    if len(text) > longest:
        raise _Wrong(f"{name}_too_long", f"{name}: more than {longest} characters.")
    return text


def _number(cells: Mapping[str, str], name: str) -> int:
    text = cells.get(name, "")
    if text and (not _WHOLE.fullmatch(text) or int(text) > LARGEST):
        raise _Wrong(f"{name}_not_a_number", f"{name}: {text[:40]!r} is not a whole number from 0 to {LARGEST}.")
    return int(text or 0)


def _tags(cells: Mapping[str, str]) -> tuple[str, ...] | None:
    if "tags" not in cells:
        return None
    return tuple(clean_names(name for name in re.split(r"[,;|]", cells["tags"]) if name.strip()))


def _description(cells: Mapping[str, str]) -> str | None:
    if "description" not in cells:
        return None
    text = clean(cells["description"], lines=True)
    if len(text) > LONGEST_DESCRIPTION:
        raise _Wrong("description_too_long", f"description: more than {LONGEST_DESCRIPTION} characters.")
    return text


def _moment(cells: Mapping[str, str]) -> datetime | None:
    """A day or a time; without an offset it is taken as UTC."""
    text = cells.get("published_at", "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Wrong("published_at_not_a_time", f"published_at: {text[:40]!r} is not an ISO 8601 time.") from None
    if not 1990 <= moment.year < 2200:
        raise _Wrong("published_at_not_a_time", "published_at: the year must lie between 1990 and 2200.")
    return moment
