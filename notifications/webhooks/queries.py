"""Reading endpoints, messages and attempts: managers and above see all of them, others none."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from config.roles import Role, Viewer, at_least
from notifications.webhooks.errors import WebhookMessageNotFound, WebhookNotFound
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage

MOST_ATTEMPTS = 100


def endpoints_visible_to(viewer: Viewer) -> QuerySet[WebhookEndpoint]:
    rows = WebhookEndpoint.objects.select_related("made_by")
    return rows if at_least(viewer, Role.MANAGER) else rows.none()


def visible_endpoint(viewer: Viewer, webhook_id: UUID) -> WebhookEndpoint:
    """The endpoint, if `viewer` may see it; `WebhookNotFound` otherwise."""
    found = endpoints_visible_to(viewer).filter(pk=webhook_id).first()
    if found is None:
        raise WebhookNotFound
    return found


def messages_visible_to(viewer: Viewer, webhook_id: UUID) -> QuerySet[WebhookMessage]:
    """The messages of an endpoint; `WebhookNotFound` where the viewer may not see it."""
    return WebhookMessage.objects.filter(endpoint=visible_endpoint(viewer, webhook_id))


def visible_message(viewer: Viewer, webhook_id: UUID, message_id: UUID) -> WebhookMessage:
    """One of them; `WebhookMessageNotFound` otherwise."""
    found = messages_visible_to(viewer, webhook_id).filter(pk=message_id).first()
    if found is None:
        raise WebhookMessageNotFound
    return found


def attempts_at(message: WebhookMessage) -> list[WebhookAttempt]:
    """The newest attempts, in order."""
    newest = WebhookAttempt.objects.filter(message=message).order_by("-pk")[:MOST_ATTEMPTS]
    return list(newest)[::-1]
