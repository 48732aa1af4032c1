"""The deeds of addresses."""

from __future__ import annotations

from uuid import UUID

from notifications.addresses.models import Address


def drop(address_id: UUID) -> None:
    """Nobody is there any more: the push service says so."""
    Address.objects.filter(pk=address_id).delete()
