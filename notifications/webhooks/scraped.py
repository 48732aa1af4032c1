"""Webhooks' figures, for `/metrics`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q

from config.api.scraped import Reading
from notifications.webhooks.choices import EndpointState, MessageState
from notifications.webhooks.models import WebhookEndpoint, WebhookMessage


def readings() -> Iterator[Reading]:
    """How many messages wait or were given up, and how many endpoints are disabled."""
    kept = (MessageState.WAITING, MessageState.DEAD)
    counts = WebhookMessage.objects.filter(state__in=kept).aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in kept}
    )
    for state, count in counts.items():
        yield Reading("sigma_webhook_messages", "Webhook messages, by state.", count, {"state": state})
    disabled = WebhookEndpoint.objects.filter(state=EndpointState.DISABLED).count()
    yield Reading("sigma_webhooks_disabled", "Endpoints to which nothing is sent any more.", disabled)
