"""Fixtures of the event log: `deliver` what is owed, see what was `recorded`, have a test's own ears `listening`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest

from config.events import event, subscriptions
from config.events.delivering import deliver_owed
from config.events.event import Event
from config.events.models import Delivery, DomainEvent
from notifications.delivery.models import Delivery as Outgoing
from notifications.delivery.sending import send_due

E = TypeVar("E", bound=Event)


@pytest.fixture
def deliver(db: None) -> Callable[..., int]:
    """Deliver all that is owed, and what that leads to, now: `deliver()` returns how many deliveries there were.

    Messages that are due by then are sent as well. An error in a subscriber or in sending fails the test, unless it
    says `deliver(may_fail=True)`.
    """

    def run(*, may_fail: bool = False) -> int:
        counts = deliver_owed()
        if counts.failed and not may_fail:
            errors = Delivery.objects.exclude(last_error="").values_list("subscriber", "last_error")
            raise AssertionError("\n".join(f"{name}: {error}" for name, error in errors))
        if send_due().failed and not may_fail:
            messages = Outgoing.objects.exclude(last_error="").values_list("type", "last_error")
            raise AssertionError("\n".join(f"{name}: {error}" for name, error in messages))
        return counts.delivered

    return run


@pytest.fixture
def recorded(db: None) -> Callable[[type[Any]], list[Any]]:
    """The events of a class (or wire name) in the log, oldest first: `recorded(WorkbookPublished)`."""

    def find(kind: type[E] | str) -> list[E]:
        wire = kind if isinstance(kind, str) else kind.wire
        return [row.decoded() for row in DomainEvent.objects.filter(name=wire).order_by("id")]  # type: ignore[misc]

    return find


@pytest.fixture
def listening() -> Iterator[Callable[..., Callable[[Any], Any]]]:
    """`subscribe` and `subscribe_live` for the length of a test: `@listening(Happened, as_="test.ear")`."""
    before = {known.name for known in subscriptions.subscribers()}

    def listen(*sources: Any, live: bool = False, **options: Any) -> Callable[[Any], Any]:
        return (subscriptions.subscribe_live if live else subscriptions.subscribe)(*sources, **options)

    yield listen
    for known in subscriptions.subscribers():
        if known.name not in before:
            subscriptions.unsubscribe(known.name)


@pytest.fixture
def kinds() -> Iterator[None]:
    """Forget the kinds of events that a test declares."""
    before = set(event.event_classes())
    yield
    for cls in event.event_classes():
        if cls not in before:
            event.forget(cls)
