"""Three subscribers of published workbooks, whose effects are rows of the audit; for this test's workers and itself."""

from __future__ import annotations

from config.audit import note
from config.events import DomainEvent, subscriptions

NAMES = ("fault.first", "fault.second", "fault.third")
PUBLISHED = "workbook.published"


def listen() -> None:
    for name in NAMES:

        def hear(event: object, *, cause: DomainEvent, name: str = name) -> None:
            note(action="fault.heard", actor=None, target=(name, cause.pk), after={"cause": cause.pk})

        subscriptions.subscribe(PUBLISHED, as_=name)(hear)


def stop_listening() -> None:
    for name in NAMES:
        subscriptions.unsubscribe(name)
