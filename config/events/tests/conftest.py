"""Fixtures of the event log's own tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from config.events import DomainEvent, record
from config.events.tests import ears
from config.events.tests.ears import Happened


@pytest.fixture
def listeners() -> Iterator[None]:
    """Three durable subscribers."""
    with ears.listening():
        yield


@pytest.fixture
def listener() -> Iterator[None]:
    """One durable subscriber."""
    with ears.listening(ears.FIRST):
        yield


@pytest.fixture
def happen() -> Callable[..., DomainEvent]:
    """Record one event in a transaction of its own: `happen("a", 1)`, `happen("a", 2, "broken")`."""

    def run(thing: str, number: int, word: str = "") -> DomainEvent:
        with transaction.atomic():
            return record(Happened(thing=thing, number=number, word=word))

    return run
