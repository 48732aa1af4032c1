"""What is known of deliveries: whether an address may be written to, and the state of the queue."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from notifications.delivery.masking import digest_of
from notifications.delivery.models import Delivery, Suppression
from notifications.types import Channel


def suppressed(channel: Channel, addresses: Iterable[str]) -> set[str]:
    """Which of these addresses are written to no more."""
    by_digest = {digest_of(address): address for address in addresses if address}
    if not by_digest:
        return set()
    rows = Suppression.objects.filter(channel=channel, digest__in=list(by_digest))
    return {by_digest[digest] for digest in rows.values_list("digest", flat=True)}


def was_ordered(type_name: str, recipient_id: UUID) -> bool:
    """Whether a message of that type was ever asked for, for that member."""
    return Delivery.objects.filter(recipient_id=recipient_id, type=type_name).exists()
