"""What managers do to deliveries: send one again, and give dead letters all their attempts back. Each is audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from config import clock
from config.audit import note
from config.errors import Forbidden
from config.roles import RANK, Role, Viewer
from notifications.delivery.errors import DeliveryNotFound, NotADeadLetter, StillWaiting
from notifications.delivery.models import Delivery
from notifications.delivery.states import State
from notifications.delivery.wakeup import wake_on_commit

MOST_REDRIVEN = 10_000
FILTERS = ("type", "channel", "provider")


def _check(actor: Viewer) -> None:
    if RANK.get(actor.role, 0) < RANK[Role.MANAGER]:
        raise Forbidden()


@transaction.atomic
def resend(*, delivery_id: UUID, actor: Viewer) -> Delivery:
    """Send the same message anew, as a delivery of its own: under the first one's key it would be taken for a double.

    Its source is asked again, so that what nobody wants any more is not sent either way.
    """
    _check(actor)
    held = Delivery.objects.select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if held is None:
        raise DeliveryNotFound()
    if held.state == State.WAITING:
        raise StillWaiting()
    now = clock.now()
    made = Delivery.objects.create(
        recipient_id=held.recipient_id,
        channel=held.channel,
        type=held.type,
        source=held.source,
        source_id=held.source_id,
        cause_id=held.cause_id,
        target_id=held.target_id,
        thread=held.thread,
        is_urgent=held.is_urgent,
        scheduled_for=now,
        due_at=now,
        resend_of=held.pk,
    )
    what = {"type": held.type, "channel": held.channel, "state": held.state}
    note(action="message.resent", actor=actor, target=("delivery", held.pk), before=what, after={"id": str(made.pk)})
    wake_on_commit()
    return made


@transaction.atomic
def redrive(*, delivery_id: UUID, actor: Viewer) -> None:
    """Have a dead letter tried again at once, with all its attempts before it, under the key it always had."""
    _check(actor)
    held = Delivery.objects.select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if held is None:
        raise DeliveryNotFound()
    if held.state != State.DEAD:
        raise NotADeadLetter()
    before = {"type": held.type, "attempts": held.attempts, "crashes": held.crashes, "error": held.last_error}
    _revive(Delivery.objects.filter(pk=held.pk))
    note(action="message.redriven", actor=actor, target=("delivery", held.pk), before=before)


@transaction.atomic
def redrive_all(*, actor: Viewer, ids: Sequence[UUID] = (), **narrowed: str) -> int:
    """The same for those of `ids`, or for all of a type, channel or provider; how many. Ten thousand at a time."""
    _check(actor)
    dead = Delivery.objects.filter(state=State.DEAD)
    dead = dead.filter(pk__in=list(ids)) if ids else dead
    dead = dead.filter(**{name: value for name, value in narrowed.items() if name in FILTERS and value})
    keys = list(dead.order_by("id").values_list("pk", flat=True)[:MOST_REDRIVEN])
    count = _revive(Delivery.objects.filter(pk__in=keys))
    if count:
        said: Mapping[str, Any] = {name: value for name, value in narrowed.items() if value}
        note(action="message.all_redriven", actor=actor, after={"deliveries": count, **said})
    return count


def _revive(rows: QuerySet[Delivery]) -> int:
    count = rows.filter(state=State.DEAD).update(
        state=State.WAITING, attempts=0, crashes=0, due_at=clock.now(), ended_at=None, lease=None, leased_until=None
    )
    wake_on_commit()
    return count
