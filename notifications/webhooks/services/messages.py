"""Messages that people ask for: one that tests an endpoint, and one that goes again."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction

from config import clock
from config.audit import note
from config.events import record
from config.roles import Viewer
from notifications.webhooks.choices import EndpointState, MessageState
from notifications.webhooks.errors import WebhookMessageNotFound, WebhookNotActive
from notifications.webhooks.events import WebhookTested
from notifications.webhooks.models import WebhookEndpoint, WebhookMessage
from notifications.webhooks.opened import TESTED
from notifications.webhooks.services.holding import check_actor, held
from notifications.webhooks.wakeup import wake_on_commit


@transaction.atomic
def send_test(*, actor: Viewer, webhook_id: UUID) -> WebhookMessage:
    """Send a `webhook.tested` message: signed, logged and tried again as any other."""
    check_actor(actor)
    endpoint = _active(webhook_id)
    event = record(WebhookTested(actor_id=cast(UUID, actor.pk), endpoint_id=endpoint.pk))
    row = WebhookMessage.objects.create(
        endpoint=endpoint,
        event_id=event.pk,
        type=TESTED,
        occurred_at=event.occurred_at,
        data={"endpoint_id": str(endpoint.pk)},
    )
    note(action="webhook.tested", actor=actor, target=("webhook", endpoint.pk), after={"message": row.pk})
    _at_once(endpoint)
    return row


@transaction.atomic
def redeliver(*, actor: Viewer, webhook_id: UUID, message_id: UUID) -> WebhookMessage:
    """Send a message again, whatever became of it, under the same id; one that waits goes now.

    Whether everyone may see what it is about is asked again.
    """
    check_actor(actor)
    endpoint = _active(webhook_id)
    mine = WebhookMessage.objects.filter(endpoint=endpoint, pk=message_id)
    row = mine.select_for_update().first()
    if row is None:
        raise WebhookMessageNotFound
    before = {"state": row.state, "attempts": row.attempts}
    if row.lease is None:  # otherwise it is on its way in this moment
        row.state, row.attempts, row.due_at, row.ended_at = MessageState.WAITING, 0, clock.now(), None
        row.save(update_fields=["state", "attempts", "due_at", "ended_at"])
    after = {"message": row.pk}
    note(action="webhook.redelivered", actor=actor, target=("webhook", endpoint.pk), before=before, after=after)
    _at_once(endpoint)
    return row


def _active(webhook_id: UUID) -> WebhookEndpoint:
    endpoint = held(webhook_id)
    if endpoint.state != EndpointState.ACTIVE:
        raise WebhookNotActive
    return endpoint


def _at_once(endpoint: WebhookEndpoint) -> None:
    """Whoever asks by hand has most likely mended the endpoint: its rest after failures ends."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(rests_until=None)
    wake_on_commit()
