"""Telling thousands: a row says how far it has come, and each piece is told in a transaction that moves it on."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config.events import DomainEvent
from notifications.rules.models import FanOut
from notifications.rules.rule import Rule, rule
from notifications.rules.services.telling import tell_by

AT_ONCE = 100
"""So many are told in the transaction that hears the event; more are told by a job."""

PIECE = 1_000
"""How many are told in one transaction of the job."""


def begin(by: Rule, cause: DomainEvent) -> UUID:
    """Keep that everybody is to be told; the row that says how far that has come, which a job goes on with."""
    return FanOut.objects.get_or_create(cause_id=cause.pk, rule=by.known_as)[0].pk


def go_on(*, fan_out_id: UUID, piece: int = PIECE) -> int:
    """Tell piece after piece of what is left; how many were told. Whoever does it at once waits for each piece."""
    count = 0
    while True:
        told = _tell_piece(fan_out_id, piece)
        if told is None:
            return count
        count += told


@transaction.atomic
def _tell_piece(fan_out_id: UUID, piece: int) -> int | None:
    """Tell one piece; None where nothing is left."""
    held = FanOut.objects.select_for_update(no_key=True).filter(pk=fan_out_id).first()
    if held is None:
        return None
    cause = DomainEvent.objects.filter(pk=held.cause_id).first()
    by = rule(held.rule)
    if cause is None or by is None or by.audience is None:
        held.delete()
        return None
    event = cause.decoded()
    found = by.audience(event, held.after, piece)
    if not found:
        held.delete()
        return None
    told = tell_by(by, event, cause, [member_id for _key, member_id in found])
    held.after, held.told = found[-1][0], held.told + told
    held.save(update_fields=["after", "told"])
    return told


def unfinished() -> list[UUID]:
    """What was begun and is not done, oldest first."""
    return list(FanOut.objects.order_by("pk").values_list("pk", flat=True)[:100])
