"""What may leave the house is told to whoever registered for it."""

from __future__ import annotations

from config.events import DomainEvent, Event, subscribe
from notifications.webhooks.opened import data_of, is_open
from notifications.webhooks.telling import tell


@subscribe(as_="webhooks.tell", where=is_open)
def tell_endpoints(event: Event, *, cause: DomainEvent) -> None:
    tell(wire=cause.name, data=data_of(cause.name, event), event_id=cause.pk, occurred_at=cause.occurred_at)
