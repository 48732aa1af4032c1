"""Kinds of events: typed facts with a wire name, and the registry that finds a kind by that name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

import msgspec

from config.events.feeding import Feed, TakesBack

E = TypeVar("E", bound="Event")

_classes: dict[str, type[Event]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
class EventMeta(msgspec.StructMeta):
    """Takes the class keywords `wire`, `subject`, `feed` and `takes_back`, and registers the class by its wire name."""

    def __new__(
        mcs,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        wire: str = "",
        subject: str = "",
        feed: Feed | None = None,
        takes_back: TakesBack | None = None,
        **options: Any,
    ) -> EventMeta:
        cls: Any = super().__new__(mcs, name, bases, namespace, frozen=True, kw_only=True, **options)
        cls.wire, cls.subject, cls.feed, cls.takes_back = wire, subject, feed, takes_back
        if wire:
            remember(cls)
        return cls


def remember(cls: Any) -> None:
    """Put a class into the registry under its wire name; its declaration does so by itself."""
    noun, _, verb = cls.wire.partition(".")
    if not noun or not verb:
        raise TypeError(f"{cls.__qualname__}: wire must read noun.verb_in_the_past, not {cls.wire!r}")
    if cls.subject not in cls.__struct_fields__:
        raise TypeError(f"{cls.__qualname__}: subject must name one of its fields, not {cls.subject!r}")
    things = [] if cls.feed is None else [cls.feed.thing, *([cls.feed.target] if cls.feed.target else [])]
    for thing in things:
        if not {thing.field, "actor_id"} <= set(cls.__struct_fields__):
            raise TypeError(f"{cls.__qualname__}: what stands in feeds has an actor_id, and {thing.field!r}")
    known = _classes.get(cls.wire)
    if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
        raise TypeError(f"the wire name {cls.wire!r} is already that of {known.__module__}.{known.__qualname__}")
    _classes[cls.wire] = cls


class Event(msgspec.Struct, metaclass=EventMeta):
    """What happened, as facts and ids: never a body, never a secret.

    `wire` is the name in the log and never changes; `subject` names the field whose value orders deliveries; `feed`
    says how it reads in feeds, `takes_back` which earlier ones leave them because of it. A field added later needs a
    default, so that older rows can still be read.
    """

    wire: ClassVar[str] = ""
    subject: ClassVar[str] = ""
    feed: ClassVar[Feed | None] = None
    takes_back: ClassVar[TakesBack | None] = None

    if TYPE_CHECKING:

        def __init_subclass__(
            cls, *, wire: str = "", subject: str = "", feed: Feed | None = None, takes_back: TakesBack | None = None
        ) -> None: ...

    def subject_key(self) -> str:
        """What deliveries are ordered by: the noun of the wire name and the value of the subject's field."""
        return f"{self.wire.partition('.')[0]}:{getattr(self, self.subject)}"

    @classmethod
    def from_payload(cls: type[E], payload: dict[str, Any]) -> E:
        """The event as it was recorded."""
        return msgspec.convert(payload, cls)


def event_class(wire: str) -> type[Event] | None:
    """The class of that wire name; None where its code is gone."""
    return _classes.get(wire)


def event_classes() -> list[type[Event]]:
    """All kinds of events, by wire name."""
    return [_classes[wire] for wire in sorted(_classes)]


def forget(cls: type[Event]) -> None:
    """Take a class out of the registry; for tests that declare kinds of their own."""
    _classes.pop(cls.wire, None)
