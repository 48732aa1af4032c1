"""The event log: what happened, recorded once, in the transaction that made it happen.

`Event` declares a kind of event, `record` writes one with what its durable subscribers still owe, `subscribe` makes a
function a durable subscriber (at least once, in order for each subject, in a transaction of its own) and
`subscribe_live` a best-effort listener after commit. Delivery (`delivering`) is started by a wake-up on commit and by a
sweep every ten seconds; leases, attempts and crashes are kept in `Delivery`, so the broker may lose whatever it likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config.events.event import Event, event_classes
from config.events.feeding import Feed, TakesBack, Thing
from config.events.recording import record
from config.events.subscriptions import subscribe, subscribe_live

if TYPE_CHECKING:
    from config.events.models import DomainEvent

__all__ = [
    "DomainEvent",
    "Event",
    "Feed",
    "TakesBack",
    "Thing",
    "event_classes",
    "record",
    "subscribe",
    "subscribe_live",
]


def __getattr__(name: str) -> Any:
    # Models can only be imported once the apps are loaded, and this package is imported before.
    if name == "DomainEvent":
        from config.events.models import DomainEvent

        return DomainEvent
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
