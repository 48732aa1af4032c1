"""The queue's figures, for `/metrics`."""

from __future__ import annotations

from collections.abc import Iterator

from config.api.scraped import Reading
from notifications.delivery import queries


def readings() -> Iterator[Reading]:
    """How many messages are in which state, how old the oldest due one is, and which providers are passed over."""
    owed = queries.backlog()
    for state in ("due", "backing_off", "later", "leased", "dead"):
        yield Reading("sigma_messages", "Messages of the queue, by state.", getattr(owed, state), {"state": state})
    yield Reading("sigma_messages_oldest_seconds", "Age of the oldest message that is due.", owed.oldest_seconds)
    for row in queries.providers():
        down = row.down_until is not None
        yield Reading("sigma_provider_down", "1 where a provider is passed over.", down, {"provider": row.name})
