"""From an open event to messages: one for each endpoint that hears its type, in the transaction of the subscriber."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from notifications.webhooks.choices import EndpointState
from notifications.webhooks.models import WebhookEndpoint, WebhookMessage
from notifications.webhooks.wakeup import wake_on_commit


def tell(*, wire: str, data: dict[str, Any], event_id: int, occurred_at: datetime) -> int:
    """Have the endpoints told that were there when it happened and hear the type; how many. Again changes nothing."""
    standing = WebhookEndpoint.objects.exclude(state=EndpointState.DISABLED).filter(created_at__lte=occurred_at)
    hearing = [endpoint for endpoint in standing.only("pk", "types") if wire in endpoint.types]
    if not hearing:
        return 0
    rows = [
        WebhookMessage(endpoint=endpoint, event_id=event_id, type=wire, occurred_at=occurred_at, data=data)
        for endpoint in hearing
    ]
    WebhookMessage.objects.bulk_create(rows, ignore_conflicts=True)
    wake_on_commit()
    return len(rows)
