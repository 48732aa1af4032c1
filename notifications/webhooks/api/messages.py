"""Messages over HTTP: what was sent, what came back, and sending again."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import AtLeast, Endpoint, Filters, Page, Request, operation
from config.roles import Role
from notifications.webhooks import queries, services, shapes
from notifications.webhooks.api.bodies import HookMessage, HookMessageWithAttempts
from notifications.webhooks.choices import MessageState
from notifications.webhooks.errors import WebhookMessageNotFound, WebhookNotActive, WebhookNotFound


class HookMessageFilters(Filters):
    """Narrows the list of messages."""

    state = django_filters.ChoiceFilter(choices=MessageState.choices)
    type = django_filters.CharFilter(max_length=80)


class WebhookMessages(Endpoint):
    """The messages of an endpoint, the newest first, for as long as they are kept."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "webhooks"

    @operation(
        "List the messages of a webhook", answer=Page(HookMessage), filters=HookMessageFilters, errors=[WebhookNotFound]
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        rows = self.filtered(request, HookMessageFilters, queries.messages_visible_to(request.user, webhook_id))
        return self.page(request, rows, order=("-id",), shape=shapes.messages)


class OneWebhookMessage(Endpoint):
    """One message, with what came of it."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "webhooks"

    @operation(
        "Show a message of a webhook", answer=HookMessageWithAttempts, errors=[WebhookNotFound, WebhookMessageNotFound]
    )
    def get(self, request: Request, webhook_id: UUID, message_id: UUID) -> Response:
        row = queries.visible_message(request.user, webhook_id, message_id)
        log = [shapes.attempt(each) for each in queries.attempts_at(row)]
        return Response(shapes.message(row) | {"log": log})


class WebhookRedelivery(Endpoint):
    """Sends a message again."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "webhooks"

    @operation(
        "Send a message of a webhook again",
        answer=HookMessage,
        status=202,
        errors=[WebhookNotFound, WebhookMessageNotFound, WebhookNotActive],
    )
    def post(self, request: Request, webhook_id: UUID, message_id: UUID) -> Response:
        """Under the same `webhook-id`, whatever became of it before; eight attempts anew."""
        row = services.redeliver(actor=request.user, webhook_id=webhook_id, message_id=message_id)
        return Response(shapes.message(row), status=202)


urlpatterns: list[URLPattern] = [
    path("admin/webhooks/<uuid:webhook_id>/messages", WebhookMessages.as_view(), name="webhook-messages"),
    path(
        "admin/webhooks/<uuid:webhook_id>/messages/<uuid:message_id>",
        OneWebhookMessage.as_view(),
        name="webhook-message",
    ),
    path(
        "admin/webhooks/<uuid:webhook_id>/messages/<uuid:message_id>/redeliver",
        WebhookRedelivery.as_view(),
        name="webhook-redeliver",
    ),
]
