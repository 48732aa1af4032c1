"""What a "thing" is, for floors that may not know its kind by name.

Each kind of content registers, from its app's `ready()`, how it is seen, named, owned, hidden and restored; reports,
notifications, feeds and moderation then work on any of them. The screening port lies here as well: whoever writes text
calls `screen`, moderation fills the port, and the ground imports neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from config.roles import Viewer


@dataclass(frozen=True, slots=True)
class Summary:
    """Enough of a thing to name it and link to it. `url` is a path on this installation."""

    type: str
    id: UUID
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a thing, as screening sees it: whose it is, and when it was written."""

    kind: str
    id: UUID
    author_id: UUID
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of thing behaves. `hide` and `restore` take its id and run in the caller's transaction.

    A kind that people write has its texts in `written(ids)`, and the newest ones since a moment, at most so many, in
    `newest(since, most)`: hosted analysers and trials of rules read them. Deleted things have no text.

    What a kind can do beside hiding, it says: `remove` takes a thing from its author's eyes as well, and `put_back`
    gives it back to whom it was shown before; `label` puts a word beside it that everyone who sees it reads, and an
    empty one takes it away; `reach` is how many people it reaches, as a rough number. `in_feeds` are the things of the
    kind that may stand in feeds of a viewer: fewer than `visible_to`, as what is reached by its link stands in none.
    """

    name: str
    visible_to: Callable[[Viewer], QuerySet[Any]]
    summaries: Callable[[Iterable[UUID]], dict[UUID, Summary]]
    owner_of: Callable[[UUID], UUID | None]
    hide: Callable[[UUID], None]
    restore: Callable[[UUID], None]
    written: Callable[[Iterable[UUID]], dict[UUID, Written]] | None = None
    newest: Callable[[datetime, int], Iterable[Written]] | None = None
    remove: Callable[[UUID], None] | None = None
    put_back: Callable[[UUID], None] | None = None
    label: Callable[[UUID, str], None] | None = None
    reach: Callable[[UUID], int] | None = None
    in_feeds: Callable[[Viewer], QuerySet[Any]] | None = None


class UnknownKind(LookupError):
    """No app has registered this kind of thing."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called from an app's `ready()`."""
    if kind.name in _kinds and _kinds[kind.name] != kind:
        raise RuntimeError(f"two apps register the kind {kind.name!r}")
    _kinds[kind.name] = kind


def kind(name: str) -> Kind:
    """The kind of that name."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def kinds() -> list[Kind]:
    """All kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


class Outcome(StrEnum):
    """What screening says of a text."""

    ALLOW = "allow"
    FLAG = "flag"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, and the codes of the rules behind it."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()


Screener = Callable[[str, UUID | None, str, UUID], Verdict]

_screener: Screener | None = None


def set_screener(screener: Screener | None) -> None:
    """Fill the port; moderation does so in its `ready()`."""
    global _screener
    _screener = screener


def screen(kind_name: str, thing_id: UUID | None, text: str, author_id: UUID) -> Verdict:
    """What is to become of `text`, judged inside the writing transaction. With the port empty, all is allowed.

    The caller refuses what is rejected with an error of its own, which says no more than that; keeps what is held so
    that its author and the staff alone see it, until `Kind.restore`; and goes on with the rest.
    """
    if _screener is None:
        return Verdict(Outcome.ALLOW)
    return _screener(kind_name, thing_id, text, author_id)
