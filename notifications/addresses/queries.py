"""Who is reached where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from config.db import among
from config.secrets import CannotBeOpened, unseal
from notifications.addresses.models import Address, Kind

PUSH = (Kind.WEB_PUSH, Kind.ONESIGNAL)


@dataclass(frozen=True, slots=True)
class Target:
    """Where one message goes: whose address, of what kind, and for a browser what messages to it are encrypted with."""

    user_id: UUID
    kind: str
    value: str
    p256dh: str = ""
    auth: str = ""


def purpose(address_id: UUID) -> str:
    """What the key of a browser is sealed for."""
    return f"notifications.addresses.auth:{address_id}"


def push_targets(member_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The browsers and devices of these members, oldest first; members without any are left out."""
    found: dict[UUID, list[UUID]] = {}
    rows = Address.objects.filter(user_id__in=among(list(member_ids)), kind__in=PUSH, verified_at__isnull=False)
    for user_id, pk in rows.order_by("id").values_list("user_id", "id"):
        found.setdefault(user_id, []).append(pk)
    return found


def email_targets(member_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The further e-mail addresses of these members that they have proved, oldest first."""
    found: dict[UUID, list[UUID]] = {}
    rows = Address.objects.filter(user_id__in=list(member_ids), kind=Kind.EMAIL, verified_at__isnull=False)
    for user_id, pk in rows.order_by("id").values_list("user_id", "id"):
        found.setdefault(user_id, []).append(pk)
    return found


def targets(address_ids: Iterable[UUID]) -> dict[UUID, Target]:
    """These addresses, as far as they may be used; what cannot be unsealed any more is left out."""
    found: dict[UUID, Target] = {}
    for row in Address.objects.filter(pk__in=list(address_ids), verified_at__isnull=False):
        try:
            auth = unseal(row.auth, purpose=purpose(row.pk)) if row.auth else ""
        except CannotBeOpened:
            continue
        found[row.pk] = Target(row.user_id, row.kind, row.value, row.p256dh, auth)
    return found


def addresses_of(member_id: UUID) -> QuerySet[Address]:
    """The addresses of a member, oldest first."""
    return Address.objects.filter(user_id=member_id).order_by("id")
