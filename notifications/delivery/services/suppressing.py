"""Addresses that are written to no more, and how one comes off that list."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config.audit import note
from config.db import insert_once
from config.errors import Forbidden
from config.events import record
from config.roles import RANK, Role, Viewer
from notifications.delivery.errors import SuppressionNotFound
from notifications.delivery.events import AddressSuppressed, SuppressionLifted
from notifications.delivery.masking import digest_of, masked
from notifications.delivery.models import Reason, Suppression
from notifications.types import Channel


@transaction.atomic
def suppress(*, address: str, reason: Reason, user_id: UUID | None, delivery_id: UUID | None = None) -> bool:
    """Write to `address` no more, and have its owner told; False where that is so already."""
    row = Suppression(
        channel=Channel.EMAIL,
        digest=digest_of(address),
        masked=masked(address),
        reason=reason,
        user_id=user_id,
        delivery_id=delivery_id,
    )
    if not insert_once(row):
        return False
    if user_id is not None:
        record(AddressSuppressed(user_id=user_id, address=row.masked, reason=row.reason))
    return True


@transaction.atomic
def forget_suppression(*, address: str) -> bool:
    """Its owner has proved it anew: it is written to again."""
    row = Suppression.objects.filter(channel=Channel.EMAIL, digest=digest_of(address)).first()
    if row is None:
        return False
    _take_off(row)
    return True


@transaction.atomic
def lift_suppression(*, suppression_id: UUID, actor: Viewer) -> None:
    """Let an address through again, by hand."""
    if RANK.get(actor.role, 0) < RANK[Role.MANAGER]:
        raise Forbidden()
    row = Suppression.objects.select_for_update().filter(pk=suppression_id).first()
    if row is None:
        raise SuppressionNotFound()
    before = {"address": row.masked, "reason": row.reason, "channel": row.channel}
    note(action="suppression.lifted", actor=actor, target=("suppression", row.pk), before=before)
    _take_off(row, actor.pk)


def _take_off(row: Suppression, actor_id: UUID | None = None) -> None:
    if row.user_id is not None:
        record(SuppressionLifted(user_id=row.user_id, address=row.masked, actor_id=actor_id))
    row.delete()
