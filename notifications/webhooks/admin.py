"""Webhooks on the desk: endpoints, what was sent there, and what came back. Secrets are shown nowhere."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment
from config.desk.pages import ReadOnlyAdmin
from notifications.webhooks import desk
from notifications.webhooks.choices import EndpointState, MessageState
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage

ENDPOINTS: dict[str, Tone] = {
    EndpointState.ACTIVE: "good",
    EndpointState.PAUSED: "warn",
    EndpointState.DISABLED: "bad",
}
MESSAGES: dict[str, Tone] = {
    MessageState.WAITING: "warn",
    MessageState.SENT: "good",
    MessageState.DEAD: "bad",
    MessageState.WITHHELD: "",
}


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnlyAdmin):
    """Endpoints, the newest first. They are registered by the API, which shows their secrets once."""

    group = Group.OPERATIONS
    place = 60
    audit_target = "webhook"
    deeds = (desk.PAUSE, desk.RESUME, desk.TEST)
    list_display = ("named", "host", "state_mark", "failures", "made")
    list_filter = ("state",)
    search_fields = ("id__exact", "url__icontains")
    search_help_text = _("A part of the URL.")
    ordering = ("-id",)
    exclude = ("secret", "previous_secret")

    @admin.display(description=_("description"))
    def named(self, row: WebhookEndpoint) -> str:
        return str(row)

    @admin.display(description=_("host"))
    def host(self, row: WebhookEndpoint) -> str:
        return row.host

    @admin.display(description=_("state"), ordering="state")
    def state_mark(self, row: WebhookEndpoint) -> Any:
        return badge(row.get_state_display(), ENDPOINTS[row.state])

    @admin.display(description=_("made"), ordering="id")
    def made(self, row: WebhookEndpoint) -> Any:
        return moment(row.created_at)

    def facts(self, row: WebhookEndpoint) -> list[tuple[Any, Any]]:
        all_of_it = links.to_rows("notifications.WebhookMessage", _("All messages"), endpoint__id__exact=row.pk)
        return [
            (_("State"), self.state_mark(row)),
            (_("Disabled because"), row.get_disabled_because_display() or links.NONE),
            (_("Failures in a row"), row.failures),
            (_("Failing since"), moment(row.failing_since) if row.failing_since else links.NONE),
            (_("Messages"), all_of_it),
            (_("Made by"), links.to_row(row.made_by) if row.made_by else links.NONE),
        ]

    def api_url(self, row: WebhookEndpoint) -> str:
        return f"/api/v1/admin/webhooks/{row.pk}"


@admin.register(WebhookMessage)
class WebhookMessageAdmin(ReadOnlyAdmin):
    """Messages, the newest first."""

    group = Group.OPERATIONS
    place = 61
    deeds = (desk.REDELIVER,)
    list_display = ("type", "of_endpoint", "state_mark", "attempts", "due", "made")
    list_select_related = ("endpoint",)
    list_filter = ("state", MadeFilter)
    search_fields = ("id__exact", "endpoint__id__exact")
    search_help_text = _("The id of a message (webhook-id) or of an endpoint.")
    ordering = ("-id",)

    @admin.display(description=_("webhook"))
    def of_endpoint(self, row: WebhookMessage) -> Any:
        return links.to_row(row.endpoint)

    @admin.display(description=_("state"), ordering="state")
    def state_mark(self, row: WebhookMessage) -> Any:
        return badge(row.get_state_display(), MESSAGES[row.state])

    @admin.display(description=_("due"))
    def due(self, row: WebhookMessage) -> Any:
        return moment(row.due_at) if row.state == MessageState.WAITING else links.NONE

    @admin.display(description=_("made"), ordering="id")
    def made(self, row: WebhookMessage) -> Any:
        return moment(row.created_at)

    def facts(self, row: WebhookMessage) -> list[tuple[Any, Any]]:
        return [
            (_("State"), self.state_mark(row)),
            (_("Webhook"), links.to_row(row.endpoint)),
            (_("Event"), links.to_key("events.DomainEvent", row.event_id, f"#{row.event_id}")),
            (
                _("Attempts"),
                links.to_rows("notifications.WebhookAttempt", _("All attempts"), message__id__exact=row.pk),
            ),
        ]

    def api_url(self, row: WebhookMessage) -> str:
        return f"/api/v1/admin/webhooks/{row.endpoint_id}/messages/{row.pk}"


@admin.register(WebhookAttempt)
class WebhookAttemptAdmin(ReadOnlyAdmin):
    """What came back, the newest first."""

    group = Group.OPERATIONS
    place = 62
    list_display = ("tried", "of_message", "status", "error", "duration_ms")
    list_select_related = ("message",)
    search_fields = ("message__id__exact",)
    search_help_text = _("The id of a message (webhook-id).")
    ordering = ("-id",)

    @admin.display(description=_("at"), ordering="id")
    def tried(self, row: WebhookAttempt) -> Any:
        return moment(row.at)

    @admin.display(description=_("webhook message"))
    def of_message(self, row: WebhookAttempt) -> Any:
        return links.to_row(row.message)

    def facts(self, row: WebhookAttempt) -> list[tuple[Any, Any]]:
        return [(_("Message"), links.to_row(row.message)), (_("Status"), row.status or links.NONE)]
