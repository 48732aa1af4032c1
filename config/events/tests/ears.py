"""Events and subscribers of the tests' own. What they hear they note in the audit, so that their effects are rows.

A module of its own, so that the worker process of a test (`ears_app`) hears with the same ears.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from config.audit import note
from config.audit.models import AuditEntry
from config.events import DomainEvent, Event, Feed, Thing, event, subscriptions

FIRST, SECOND, THIRD = "trial.first", "trial.second", "trial.third"
HEARD = "trial.heard"


class Happened(Event, wire="trial.happened", subject="thing", feed=Feed("did", Thing("trial", "thing"))):
    """Something happened to a thing; `number` counts, `word` says how subscribers are to take it."""

    actor_id: UUID | None = None
    thing: str
    number: int
    word: str = ""


event.forget(Happened)


def first(event: Happened, *, cause: DomainEvent) -> None:
    if event.word == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    if event.word == "broken":
        raise ValueError("this one cannot be taken")
    if event.word == "slow":
        time.sleep(0.03)
    hear(FIRST, event, cause)


def second(event: Happened, *, cause: DomainEvent) -> None:
    hear(SECOND, event, cause)


def third(event: Happened, *, cause: DomainEvent) -> None:
    hear(THIRD, event, cause)


def hear(name: str, event: Happened, cause: DomainEvent) -> None:
    note(action=HEARD, actor=None, target=(name, cause.pk), after={"thing": event.thing, "number": event.number})


def listen(*names: str) -> None:
    """Register the event and these subscribers, all three where none is named."""
    event.remember(Happened)
    for name, handler in {FIRST: first, SECOND: second, THIRD: third}.items():
        if not names or name in names:
            subscriptions.subscribe(Happened, as_=name)(handler)


def stop_listening() -> None:
    for name in (FIRST, SECOND, THIRD):
        subscriptions.unsubscribe(name)
    event.forget(Happened)


@contextmanager
def listening(*names: str) -> Iterator[None]:
    listen(*names)
    try:
        yield
    finally:
        stop_listening()


def heard(name: str = FIRST) -> list[tuple[str, int]]:
    """What a subscriber has heard, in the order in which it did: thing and number."""
    rows = AuditEntry.objects.filter(action=HEARD, target_type=name).order_by("id")
    return [(after["thing"], after["number"]) for after in rows.values_list("after", flat=True)]
