"""What is kept of messages, and for how long."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from config import clock
from config.desk.filters import first_key_at
from notifications.webhooks.models import WebhookAttempt, WebhookMessage

PIECE = 1_000
MOST_PIECES = 200


def prune_old() -> int:
    """Delete messages older than they are kept, with their attempts, those of paused endpoints too; how many went."""
    limit = clock.now() - timedelta(days=settings.WEBHOOKS_KEPT_DAYS)
    gone = 0
    for _ in range(MOST_PIECES):
        old = WebhookMessage.objects.filter(pk__lt=first_key_at(limit), leased_until__isnull=True).order_by("pk")
        keys = list(old.values_list("pk", flat=True)[:PIECE])
        if not keys:
            break
        with transaction.atomic():
            WebhookAttempt.objects.filter(message_id__in=keys).delete()
            gone += WebhookMessage.objects.filter(pk__in=keys).delete()[0]
    return gone
