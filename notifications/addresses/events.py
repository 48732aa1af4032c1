"""What addresses tell: ids alone, never an address and never a code."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class AddressCodeRequested(Event, wire="address.code_requested", subject="address_id"):
    """`user_id` waits for a code at a further e-mail address of theirs."""

    user_id: UUID
    address_id: UUID


class AddressVerified(Event, wire="address.verified", subject="address_id"):
    """`user_id` has proved a further e-mail address."""

    user_id: UUID
    address_id: UUID


class PushRegistered(Event, wire="address.push_registered", subject="address_id"):
    """`user_id` is reached in another browser or app."""

    user_id: UUID
    address_id: UUID


class AddressRemoved(Event, wire="address.removed", subject="address_id"):
    """An address is its member's no more: taken away by them, or by whoever proved it after them."""

    user_id: UUID
    address_id: UUID
