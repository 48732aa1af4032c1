"""Sources: who knows what a message says. They are asked at the moment of sending, for a whole batch at once.

So a message that nobody wants any more is not sent, no text waits in the queue, and a token for a link is made when its
mail goes out. A slice above registers its source in its app's `ready()`:

    register_source("notification", read)
    register_outcome_listener("notification", told)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from notifications.delivery.states import State
from notifications.types import Channel


@dataclass(frozen=True, slots=True)
class Asked:
    """The message that a source is asked about."""

    delivery_id: UUID
    recipient_id: UUID
    channel: Channel
    type: str
    source_id: UUID | None
    cause_id: int | None
    target_id: UUID | None


class Wording(Protocol):
    """A message's words: `subject`, `text` and `html` of a mail, `title` and `body` of a push message."""

    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """To be sent.

    `values` are what the wording of the type needs; a source whose messages have their own templates gives `words`
    instead. `address` is only for where it is not the account's own (a change of address). `link` is where a click on a
    push message leads. `unsubscribe_url` takes a POST by RFC 8058 and makes the mail one that can be unsubscribed from.
    `headers` are more headers of the mail; none of them may hold a line break.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    words: Wording | None = None
    address: str = ""
    link: str = ""
    unsubscribe_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Withheld:
    """Not to be sent any more; `reason` is a word: turned_off, muted, blocked, gone, read, settled."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: quiet hours have begun meanwhile. It is asked about again then."""

    at: datetime


Answer = Letter | Withheld | Later


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery, told to its source's listener in the transaction that writes it down."""

    delivery_id: UUID
    recipient_id: UUID
    channel: Channel
    type: str
    source_id: UUID | None
    state: State
    at: datetime


Read = Callable[[Sequence[Asked]], Mapping[UUID, Answer]]
Told = Callable[[Sequence[Outcome]], None]

_sources: dict[str, Read] = {}
_listeners: dict[str, Told] = {}


def register_source(name: str, read: Read) -> None:
    """Have `read` say what messages of that source say, by delivery id; one that it leaves out is gone."""
    if _sources.setdefault(name, read) is not read:
        raise RuntimeError(f"the source {name!r} is registered twice")


def register_outcome_listener(source: str, told: Told) -> None:
    """Have `told` hear what became of messages of that source. It must bear hearing it twice."""
    if _listeners.setdefault(source, told) is not told:
        raise RuntimeError(f"the source {source!r} has a listener already")


def source(name: str) -> Read | None:
    """Who is asked; None where its code is gone."""
    return _sources.get(name)


def listener(source: str) -> Told | None:
    """Who is told; None where nobody wants to know."""
    return _listeners.get(source)


def forget(name: str) -> None:
    """Take a source and its listener out; for tests that register their own."""
    _sources.pop(name, None)
    _listeners.pop(name, None)
