"""Endpoints over HTTP: registered, edited, rotated, deleted, tested."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import AtLeast, Endpoint, Filters, Page, Request, operation
from config.api.idempotency import keep_instead
from config.errors import StaleVersion
from config.roles import Role
from notifications.webhooks import queries, services, shapes
from notifications.webhooks.api.bodies import (
    EditWebhookBody,
    HookMessage,
    IssuedWebhook,
    NewWebhookBody,
    OpenTypes,
    Webhook,
)
from notifications.webhooks.choices import EndpointState
from notifications.webhooks.errors import TooManyWebhooks, WebhookNotActive, WebhookNotFound, WebhookUrlRefused


class WebhookFilters(Filters):
    """Narrows the list of webhooks."""

    state = django_filters.ChoiceFilter(choices=EndpointState.choices)


class WebhookTypes(Endpoint):
    """What can be heard."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "webhooks"

    @operation("List the types of webhooks", answer=OpenTypes)
    def get(self, request: Request) -> Response:
        return Response({"results": shapes.open_types()})


class Webhooks(Endpoint):
    """Endpoints of integrators, the newest first; fifty at most."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "webhooks"

    @operation("List webhooks", answer=Page(Webhook), filters=WebhookFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, WebhookFilters, queries.endpoints_visible_to(request.user))
        return self.page(request, rows, order=("-id",), shape=shapes.endpoints)

    @operation(
        "Register a webhook",
        body=NewWebhookBody,
        answer=IssuedWebhook,
        status=201,
        errors=[TooManyWebhooks, WebhookUrlRefused],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        """It hears what happens from now on. The secret is shown this once; a replay of the answer does not hold it."""
        made = services.make_endpoint(actor=request.user, **self.read(request, NewWebhookBody))
        return _issued(self, request, made, status=201)


class OneWebhook(Endpoint):
    """One endpoint. Edits and deletion honour `If-Match`."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "webhooks"

    @operation("Show a webhook", answer=Webhook, errors=[WebhookNotFound], conditional=True)
    def get(self, request: Request, webhook_id: UUID) -> Response:
        row = queries.visible_endpoint(request.user, webhook_id)
        return self.tagged(request, shapes.endpoint(row), version=row.version)

    @operation(
        "Edit a webhook",
        body=EditWebhookBody,
        answer=Webhook,
        errors=[WebhookNotFound, WebhookUrlRefused, StaleVersion],
        conditional=True,
    )
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        """Its secret stays, and what waits goes to the new URL."""
        expected = self.expected_version(request)
        data = self.read(request, EditWebhookBody)
        services.edit_endpoint(actor=request.user, webhook_id=webhook_id, changes=data, expected_version=expected)
        row = queries.visible_endpoint(request.user, webhook_id)
        return self.tagged(request, shapes.endpoint(row), version=row.version)

    @operation("Delete a webhook", answer=None, status=204, errors=[WebhookNotFound, StaleVersion], conditional=True)
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        """Its messages and their attempts go with it."""
        expected = self.expected_version(request)
        services.delete_endpoint(actor=request.user, webhook_id=webhook_id, expected_version=expected)
        return Response(status=204)


class WebhookRotation(Endpoint):
    """Gives an endpoint another secret."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "webhooks"

    @operation(
        "Rotate the secret of a webhook",
        answer=IssuedWebhook,
        errors=[WebhookNotFound, StaleVersion],
        conditional=True,
        idempotent=True,
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """For 24 hours messages are signed with both, so that receivers can change without losing one."""
        expected = self.expected_version(request)
        made = services.rotate_secret(actor=request.user, webhook_id=webhook_id, expected_version=expected)
        return _issued(self, request, made, status=200)


class WebhookTrial(Endpoint):
    """Sends a message that says nothing but that it is a test."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "webhooks"

    @operation(
        "Test a webhook",
        answer=HookMessage,
        status=202,
        errors=[WebhookNotFound, WebhookNotActive],
        idempotent=True,
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """A `webhook.tested` message, on its way a moment later; its attempts stand among the messages."""
        made = services.send_test(actor=request.user, webhook_id=webhook_id)
        return Response(shapes.message(made), status=202)


def _issued(view: Endpoint, request: Request, made: services.Issued, *, status: int) -> Response:
    row = queries.visible_endpoint(request.user, made.endpoint.pk)
    data = shapes.endpoint(row)
    answer = view.tagged(request, data | {"secret": made.secret}, version=row.version, status=status)
    # No proxy keeps what is shown once.
    answer["Cache-Control"] = "no-store"
    if status == 201:
        answer["Location"] = f"{request.path}/{row.pk}"
    return keep_instead(answer, data | {"secret": None})


urlpatterns: list[URLPattern] = [
    path("admin/webhooks", Webhooks.as_view(), name="webhooks"),
    path("admin/webhooks/types", WebhookTypes.as_view(), name="webhook-types"),
    path("admin/webhooks/<uuid:webhook_id>", OneWebhook.as_view(), name="webhook"),
    path("admin/webhooks/<uuid:webhook_id>/rotate", WebhookRotation.as_view(), name="webhook-rotate"),
    path("admin/webhooks/<uuid:webhook_id>/test", WebhookTrial.as_view(), name="webhook-test"),
]
