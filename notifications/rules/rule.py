"""Declaring rules and endings, and the registries that the one ear hears by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from config.events import Event, event_classes
from notifications.inbox.told import Thing
from notifications.types import NotificationType

Source = type[Event] | str
Audience = Callable[[Any, UUID | None, int], Sequence[tuple[UUID, UUID]]]
"""The recipients of an event beyond a key, at most so many, as (key, member): for those who may be thousands."""


def _nobody(event: Any) -> list[UUID]:
    return []


@dataclass(frozen=True, slots=True)
class Rule:
    """What one kind of event tells.

    `event` is its class, or its wire name where its app may not be imported. `recipients` says whom; an `audience` in
    its place says so piece by piece. `thing` is what it tells of (None for nothing), `part` what the event itself was
    about where that is another; `group` is what unread ones are one row by, the type and the thing if nothing is said.
    `actor` names the field of whoever did it, `""` where that is nobody's business. `threads` are what members mute to
    hear nothing of it. `unless` says when nothing is told. One that `stays` is told and shown whether or not its thing
    can be seen; a `listed` one tells only of what may stand in the recipient's lists.
    """

    type: NotificationType
    event: Source
    recipients: Callable[[Any], Iterable[UUID | None]] = _nobody
    audience: Audience | None = None
    name: str = ""
    thing: Callable[[Any], Thing | None] = lambda event: None
    part: Callable[[Any], Thing | None] = lambda event: None
    group: Callable[[Any], str] | None = None
    actor: str = "actor_id"
    threads: Callable[[Any], Sequence[Thing]] = lambda event: ()
    data: Callable[[Any], dict[str, Any]] = lambda event: {}
    unless: Callable[[Any], bool] = lambda event: False
    stays: bool = False
    listed: bool = False

    @property
    def wire(self) -> str:
        """The wire name of its events."""
        return self.event if isinstance(self.event, str) else self.event.wire

    @property
    def known_as(self) -> str:
        """Its name, by which a job finds it again."""
        return self.name or self.type.name


@dataclass(frozen=True, slots=True)
class Ending:
    """Events of the name `wire` take back what others told as one of `types`.

    `actor`, `thing` and `recipient` are the fields that hold whose deed it was, what it was about, and who was told; an
    empty one is not asked.
    """

    wire: str
    types: tuple[str, ...]
    actor: str = "actor_id"
    thing: str = ""
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """After events of the name `wire`, the thing is no longer there; its owner still sees it where `owner_sees`.

    Where others may see it still (`some_see`), everybody who was told is asked about. `when` says of which of the
    events that is so.
    """

    wire: str
    kind: str
    field: str
    owner_sees: bool = False
    some_see: bool = False
    when: Callable[[Any], bool] = lambda event: True


_rules: dict[str, Rule] = {}
_endings: list[Ending] = []
_gone: list[Gone] = []


def register(*declared: Rule | Ending | Gone) -> None:
    """Make rules and endings known; rules of one event are heard in the order in which they are declared."""
    for each in declared:
        if isinstance(each, Rule):
            if _rules.setdefault(each.known_as, each) is not each:
                raise RuntimeError(f"two rules are called {each.known_as!r}")
        elif isinstance(each, Ending):
            _endings.append(each)
        else:
            _gone.append(each)


def rules() -> list[Rule]:
    """All rules, in the order in which they were declared."""
    return [*_rules.values()]


def rule(name: str) -> Rule | None:
    """The rule of that name; None where its code is gone."""
    return _rules.get(name)


def rules_for(wire: str) -> list[Rule]:
    """The rules that hear events of that name."""
    return [each for each in _rules.values() if each.wire == wire]


def endings_for(cls: type[Event]) -> Iterator[Ending]:
    """What events of this class take back: as declared here, and as the event says of itself (`TakesBack`)."""
    yield from (each for each in _endings if each.wire == cls.wire)
    back = cls.takes_back
    if back is None:
        return
    for other in event_classes():
        types = tuple(each.type.name for each in rules_for(other.wire))
        if other.wire in back.wires and other.feed is not None and types:
            for actor, thing in back.sides("actor_id", other.feed.thing.field):
                yield Ending(cls.wire, types, actor=actor, thing=thing)


def gone_for(wire: str) -> list[Gone]:
    """Which things are no longer there after events of that name."""
    return [each for each in _gone if each.wire == wire]


def forget(name: str) -> None:
    """Take a rule out; for tests that declare their own."""
    _rules.pop(name, None)
