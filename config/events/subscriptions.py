"""Who listens to which events: durable subscribers, owed in the database, and live ones, called after commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from config.events.event import Event

if TYPE_CHECKING:
    from config.events.models import DomainEvent

Handler = Callable[..., None]
F = TypeVar("F", bound=Handler)
Source = type[Event] | str
Property = Callable[[type[Event]], bool]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One function and what it hears: the events named, narrowed by `where`; with none named, all of `where`."""

    name: str
    handler: Handler
    wires: frozenset[str]
    where: Property | None
    is_live: bool

    def hears(self, cls: type[Event]) -> bool:
        """Whether events of this class concern the subscriber."""
        return (not self.wires or cls.wire in self.wires) and (self.where is None or self.where(cls))

    def call(self, event: Event, cause: DomainEvent) -> None:
        self.handler(event, cause=cause)


_subscribers: dict[str, Subscriber] = {}
_resolved: dict[tuple[str, bool], tuple[Subscriber, ...]] = {}


def subscribe(*sources: Source, as_: str, where: Property | None = None) -> Callable[[F], F]:
    """Make a function a durable subscriber, owed each event it hears until it has run without an error.

    `sources` are classes or wire names; `where` is asked for each class, so that a subscriber can hear by a property
    of events whose app it may not import. `as_` is the name in the database: it is unique and stays. The function runs
    in a transaction of its own, at least once, so what it does outside the database must bear repeating.
    """
    return _register(sources, as_, where, is_live=False)


def subscribe_live(*sources: Source, as_: str = "", where: Property | None = None) -> Callable[[F], F]:
    """Make a function a live listener: called after commit where it was recorded; its errors are logged, no more."""
    return _register(sources, as_, where, is_live=True)


def _register(sources: tuple[Source, ...], name: str, where: Property | None, *, is_live: bool) -> Callable[[F], F]:
    if not sources and where is None:
        raise TypeError("a subscriber names events or a property of events")
    wires = frozenset(source if isinstance(source, str) else source.wire for source in sources)
    if "" in wires:
        raise TypeError("a subscriber names events that have a wire name")

    def register(handler: F) -> F:
        subscriber = Subscriber(name or f"{handler.__module__}.{handler.__qualname__}", handler, wires, where, is_live)
        known = _subscribers.get(subscriber.name)
        if known is not None and _place(known.handler) != _place(handler):
            raise RuntimeError(f"the subscriber name {subscriber.name!r} is taken by {'.'.join(_place(known.handler))}")
        _subscribers[subscriber.name] = subscriber
        _resolved.clear()
        return handler

    return register


def _place(handler: Any) -> tuple[str, str]:
    return handler.__module__, handler.__qualname__


def subscribers_of(cls: type[Event], *, live: bool = False) -> tuple[Subscriber, ...]:
    """The durable (or live) subscribers of a kind of event, by name; resolved once for each kind."""
    key = (cls.wire, live)
    found = _resolved.get(key)
    if found is None:
        found = tuple(
            _subscribers[name]
            for name in sorted(_subscribers)
            if _subscribers[name].is_live is live and _subscribers[name].hears(cls)
        )
        _resolved[key] = found
    return found


def subscriber(name: str) -> Subscriber | None:
    """The durable subscriber of that name; None where its code is gone."""
    found = _subscribers.get(name)
    return found if found is not None and not found.is_live else None


def subscribers() -> list[Subscriber]:
    """All subscribers, by name."""
    return [_subscribers[name] for name in sorted(_subscribers)]


def unsubscribe(name: str) -> None:
    """Take a subscriber out of the registry; for tests that register their own."""
    _subscribers.pop(name, None)
    _resolved.clear()
