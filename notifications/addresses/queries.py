"""Who is reached where."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from notifications.addresses.models import Address, Kind

PUSH = (Kind.WEB_PUSH, Kind.ONESIGNAL)


def push_targets(member_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The browsers and devices of these members, oldest first; members without any are left out."""
    found: dict[UUID, list[UUID]] = {}
    rows = Address.objects.filter(user_id__in=list(member_ids), kind__in=PUSH, verified_at__isnull=False)
    for user_id, pk in rows.order_by("id").values_list("user_id", "id"):
        found.setdefault(user_id, []).append(pk)
    return found
