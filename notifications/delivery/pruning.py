"""What is kept of what was sent, and for how long."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from config import clock
from notifications.delivery.keys import first_id_of
from notifications.delivery.models import Attempt, Delivery, Receipt
from notifications.delivery.states import State

PIECE = 1_000
MOST_PIECES = 200


def prune_old() -> int:
    """Delete deliveries older than they are kept that wait for nothing, and receipts of that age; how many went."""
    limit = clock.now() - timedelta(days=settings.DELIVERIES_KEPT_DAYS)
    gone = 0
    for _ in range(MOST_PIECES):
        old = Delivery.objects.filter(pk__lt=first_id_of(limit)).exclude(state=State.WAITING).order_by("pk")
        keys = list(old.values_list("pk", flat=True)[:PIECE])
        if not keys:
            break
        with transaction.atomic():
            Attempt.objects.filter(delivery_id__in=keys).delete()
            Receipt.objects.filter(delivery_id__in=keys).delete()
            gone += Delivery.objects.filter(pk__in=keys).delete()[0]
    for _ in range(MOST_PIECES):
        # Those of messages that are not ours have no delivery to go with.
        lost = list(Receipt.objects.filter(pk__lt=first_id_of(limit)).values_list("pk", flat=True)[:PIECE])
        if not lost:
            break
        Receipt.objects.filter(pk__in=lost).delete()
    return gone
