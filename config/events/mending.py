"""What staff do to deliveries that did not get through; each is an audit row. Only admins do it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from config.audit import note
from config.errors import Conflict, Forbidden, NotFound
from config.events import queue
from config.events.models import Delivery, DeliveryState
from config.roles import Role, Viewer


class DeliveryUnderWay(Conflict):
    """Somebody delivers it in this very moment."""

    code = "delivery_under_way"
    detail = _("This delivery is under way.")


class NotParked(Conflict):
    """It is still tried by itself."""

    code = "delivery_not_parked"
    detail = _("Only a parked delivery can be given up: this one is still tried.")


@transaction.atomic
def try_again(*, delivery_id: int, actor: Viewer) -> None:
    """Have a delivery tried at once, with all its attempts before it."""
    _check(actor)
    held = _held(delivery_id)
    before = {"state": held.state, "attempts": held.attempts, "crashes": held.crashes}
    if not queue.retry(Delivery.objects.filter(pk=delivery_id)):
        raise DeliveryUnderWay()
    note(
        action="delivery.retried",
        actor=actor,
        target=("delivery", delivery_id),
        before=before,
        after=_what(held) | {"state": DeliveryState.PENDING.value, "attempts": 0, "crashes": 0},
    )


@transaction.atomic
def try_parked_again(*, subscriber: str, actor: Viewer) -> int:
    """Have all that is parked for one subscriber tried again; how many that are."""
    _check(actor)
    count = queue.retry(Delivery.objects.filter(subscriber=subscriber, state=DeliveryState.PARKED))
    if count:
        after = {"deliveries": count}
        note(action="delivery.all_retried", actor=actor, target=("subscriber", subscriber[:64]), after=after)
    return count


@transaction.atomic
def give_up(*, delivery_id: int, actor: Viewer, reason: str) -> None:
    """Take a parked delivery away for good: the subscriber never hears of this event, unless it is replayed."""
    _check(actor)
    held = _held(delivery_id)
    if held.state != DeliveryState.PARKED:
        raise NotParked()
    before = _what(held) | {"attempts": held.attempts, "crashes": held.crashes}
    note(action="delivery.given_up", actor=actor, target=("delivery", delivery_id), before=before, reason=reason)
    held.delete()


def _held(delivery_id: int) -> Delivery:
    held = Delivery.objects.select_for_update(of=("self",)).select_related("event").filter(pk=delivery_id).first()
    if held is None:
        raise NotFound()
    return held


def _what(delivery: Delivery) -> dict[str, object]:
    return {"event": delivery.event.name, "event_id": delivery.event_id, "subscriber": delivery.subscriber}


def _check(actor: Viewer) -> None:
    if actor.role != Role.ADMIN:
        raise Forbidden()
