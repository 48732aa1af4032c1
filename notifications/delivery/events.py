"""What the queue tells: that an address is written to no more. It stands in no event but in its masked form."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class AddressSuppressed(Event, wire="address.suppressed", subject="user_id"):
    """Mail to an address of `user_id` came back for good, or its owner complained; `address` is masked."""

    user_id: UUID
    address: str
    reason: str


class SuppressionLifted(Event, wire="address.suppression_lifted", subject="user_id"):
    """The address is written to again: its owner proved it anew, or staff (`actor_id`) let it through."""

    user_id: UUID
    address: str
    actor_id: UUID | None = None
