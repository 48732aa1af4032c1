"""Asking for a mail: an order on the queue, in the transaction of whoever heard the event."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from accounts.users.queries import mail_facts_of
from config import clock
from config.events import DomainEvent
from notifications.delivery.queries import was_ordered
from notifications.delivery.services import Order, enqueue
from notifications.types import Channel, NotificationType

SOURCE = "mail"


def ask(
    declared: NotificationType,
    *,
    user_id: UUID,
    cause: DomainEvent,
    once_for_all: bool = False,
    lifetime: timedelta | None = None,
) -> bool:
    """Ask for a mail of that type to a member; False where there is none to ask for.

    Nothing goes to an account that nobody has claimed, nor, with `once_for_all`, a second time. After its `lifetime` a
    mail is of no use, and is not sent any more.
    """
    facts = mail_facts_of([user_id]).get(user_id)
    if facts is None or not (facts.is_active or declared.reaches_closed):
        return False
    if once_for_all and was_ordered(declared.name, user_id):
        return False
    order = Order(
        recipient_id=user_id,
        channel=Channel.EMAIL,
        type=declared.name,
        source=SOURCE,
        source_id=None,
        cause_id=cause.pk,
        thread=declared.name,
        scheduled_for=clock.now(),
        is_urgent=True,
        expires_at=cause.occurred_at + lifetime if lifetime else None,
    )
    return bool(enqueue([order]))
