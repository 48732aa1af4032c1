"""What an event says of feeds: the item that it makes, the earlier ones that it takes back, by declarations alone.

No event of a floor above is known here by name: each says itself how it reads (`config.events.feeding`). One of a kind
of thing that stands in no feed makes no item.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from config import entities
from config.events import DomainEvent, Event, TakesBack, event_classes
from social.activity.choices import Reach
from social.activity.events import ActivityTracked
from social.activity.keys import item_id
from social.activity.models import ActivityEvent

PERSON = "profile"
"""The kind of thing that is a person; the people below know when one may be seen."""


def stands_in_feeds(kind: str) -> bool:
    """Whether things of this kind can stand in feeds at all."""
    return kind == PERSON or any(known.name == kind and known.in_feeds is not None for known in entities.kinds())


def concerns_feeds(cls: type[Event]) -> bool:
    """Whether events of this class make items or take some back."""
    makes = cls.feed is not None and stands_in_feeds(cls.feed.thing.kind)
    return makes or bool(cls.takes_back) or cls is ActivityTracked


def item_of(event: Event, cause: DomainEvent) -> ActivityEvent | None:
    """The item that an event makes, not yet saved; None where it makes none."""
    actor_id: UUID | None = getattr(event, "actor_id", None)
    if actor_id is None:
        return None
    said = {"id": item_id(cause.occurred_at, cause.pk), "actor_id": actor_id, "occurred_at": cause.occurred_at}
    if isinstance(event, ActivityTracked):
        return _tracked(event, said) if stands_in_feeds(event.kind) else None
    feed = event.feed
    if feed is None or not stands_in_feeds(feed.thing.kind):
        return None
    target: dict[str, Any] = {}
    if feed.target is not None:
        target = {"target_kind": feed.target.kind, "target_id": getattr(event, feed.target.field)}
    thing_id = getattr(event, feed.thing.field)
    return ActivityEvent(
        verb=feed.verb, kind=feed.thing.kind, thing_id=thing_id, visibility=Reach.PUBLIC, **target, **said
    )


def _tracked(event: ActivityTracked, said: dict[str, Any]) -> ActivityEvent:
    about = {"verb": event.verb, "kind": event.kind, "thing_id": event.thing_id}
    metadata = {"via": event.via} if event.via else {}
    return ActivityEvent(visibility=event.visibility, metadata=metadata, **about, **said)


@dataclass(frozen=True, slots=True)
class Ending:
    """Events of the name `wire` end what was told of their actor and of the thing in `field`, as `back` says."""

    wire: str
    field: str
    back: TakesBack


def endings_of(cls: type[Event]) -> list[Ending]:
    """The kinds of events that end what one of this class told."""
    if cls.feed is None:
        return []
    field = cls.feed.thing.field
    return [
        Ending(other.wire, field, other.takes_back)
        for other in event_classes()
        if other.takes_back is not None and cls.wire in other.takes_back.wires
    ]


@dataclass(frozen=True, slots=True)
class Ended:
    """Items of this verb about things of this kind are taken back, between this actor and this thing."""

    verb: str
    kind: str
    actor_id: UUID
    thing_id: UUID
    back: TakesBack


def ended_by(event: Event) -> Iterator[Ended]:
    """What an event takes back."""
    back = type(event).takes_back
    if back is None:
        return
    for cls in event_classes():
        if cls.wire in back.wires and cls.feed is not None:
            actor_id, thing_id = getattr(event, "actor_id", None), getattr(event, cls.feed.thing.field, None)
            if actor_id is not None and thing_id is not None:
                yield Ended(cls.feed.verb, cls.feed.thing.kind, actor_id, thing_id, back)


def verbs_by_choice() -> dict[str, list[str]]:
    """The verbs that a choice of the profile beside `show_activity` decides about, by that choice."""
    found: dict[str, set[str]] = {}
    for cls in event_classes():
        if cls.feed is not None and cls.feed.choice:
            found.setdefault(cls.feed.choice, set()).add(cls.feed.verb)
    return {choice: sorted(verbs) for choice, verbs in sorted(found.items())}
