"""Claims: which messages a process sends next, and for how long they are its own.

Endpoints take turns: a claim takes one message of each endpoint that is active, does not rest after a failure and has
none under way, those first that were served longest ago. So an endpoint has one message under way at a time, in all
processes together, and one that is slow, or has ten thousand waiting, holds up no other. A claim is a short
transaction, one at a time, committed before anything is sent. A lease that ends with no result is a process that died:
the message counts an attempt and is tried again under the same id.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery

from config import clock
from config.db import wait_lock
from notifications.webhooks import recording
from notifications.webhooks.choices import EndpointState, MessageState
from notifications.webhooks.models import WebhookEndpoint, WebhookMessage

# An attempt takes a quarter of this at most (`sending.SECONDS`).
LEASE = timedelta(seconds=60)
_LOCK = "notifications.webhooks.claim"


def claim(lease: UUID, limit: int) -> list[WebhookMessage]:
    """Take up to `limit` messages that are due, each of another endpoint, with their endpoints."""
    now = clock.now()
    with transaction.atomic():
        wait_lock(_LOCK)
        waiting = WebhookMessage.objects.filter(endpoint=OuterRef("pk"), state=MessageState.WAITING)
        due = waiting.filter(leased_until__isnull=True, due_at__lte=now).order_by("due_at", "id")
        ready = (
            WebhookEndpoint.objects.filter(Q(rests_until__isnull=True) | Q(rests_until__lte=now))
            .filter(~Exists(waiting.filter(leased_until__isnull=False)), state=EndpointState.ACTIVE)
            .annotate(next_id=Subquery(due.values("pk")[:1]))
            .filter(next_id__isnull=False)
            .order_by(F("claimed_at").asc(nulls_first=True), "pk")
            .values_list("pk", "next_id")[:limit]
        )
        found = dict(ready)
        if not found:
            return []
        # Looked at again: somebody may have deleted a message, or sent it again, since it was found.
        free = WebhookMessage.objects.filter(state=MessageState.WAITING, leased_until__isnull=True)
        free.filter(pk__in=list(found.values())).update(lease=lease, leased_until=now + LEASE)
        WebhookEndpoint.objects.filter(pk__in=list(found)).update(claimed_at=now)
        mine = WebhookMessage.objects.filter(pk__in=list(found.values()), lease=lease)
        return list(mine.select_related("endpoint").order_by("due_at", "id"))


def is_due() -> bool:
    """Whether an active endpoint has a message that waits for nothing but its turn."""
    now = clock.now()
    rested = Q(endpoint__rests_until__isnull=True) | Q(endpoint__rests_until__lte=now)
    waiting = WebhookMessage.objects.filter(state=MessageState.WAITING, leased_until__isnull=True, due_at__lte=now)
    return waiting.filter(rested, endpoint__state=EndpointState.ACTIVE).exists()


def recover() -> int:
    """Free what dead processes held; how many messages that was."""
    count = 0
    lost = WebhookMessage.objects.filter(state=MessageState.WAITING, leased_until__lt=clock.now())
    for row in lost.select_related("endpoint"):
        count += recording.lost(row)
    return count
