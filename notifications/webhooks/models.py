"""The tables of webhooks: endpoints, messages, attempts.

A message keeps ids and facts alone, as the event that it is about. Secrets are sealed, each for its endpoint.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import EditableThing, Thing
from config.fetching import LONGEST_URL
from notifications.webhooks.choices import DisabledBecause, EndpointState, MessageState

LONGEST_ERROR = 300
LONGEST_ANSWER = 1_000
_WAITING = Q(state=MessageState.WAITING)


class WebhookEndpoint(EditableThing):
    """A URL of somebody's program, and what it hears.

    `failures` counts attempts that failed since the last that did not, `failing_since` is the first of them. After a
    failure the endpoint rests until `rests_until`, so that one which is away costs little; `claimed_at` is when it was
    last served, by which endpoints take turns. None of these is an edit: `version` counts what people change.
    """

    url = models.CharField(max_length=LONGEST_URL)
    description = models.CharField(max_length=200, blank=True)
    types = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=EndpointState.choices, default=EndpointState.ACTIVE)
    secret = models.TextField(editable=False)
    # Good beside the new one until `previous_until`.
    previous_secret = models.TextField(blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    rests_until = models.DateTimeField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    disabled_at = models.DateTimeField(null=True, blank=True, editable=False)
    disabled_because = models.CharField(
        max_length=7, choices=DisabledBecause.choices, blank=True, default="", editable=False
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EndpointState.values), name="webhook_state_known"),
            models.CheckConstraint(
                condition=Q(state=EndpointState.DISABLED) ^ Q(disabled_at__isnull=True), name="webhook_disabled_when"
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.host

    @property
    def host(self) -> str:
        """Where it leads, without the path, which may hold a token."""
        return self.url.split("/")[2] if self.url.count("/") > 1 else self.url


class WebhookMessage(Thing):
    """One event for one endpoint. Its id is the `webhook-id`, the same at every attempt.

    `lease` and `leased_until` say which process is sending it; `due_at` when it is tried next.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="messages", db_index=False)
    event_id = models.BigIntegerField()
    type = models.CharField(max_length=80)
    occurred_at = models.DateTimeField()
    data = models.JSONField()
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=LONGEST_ERROR, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("webhook message")
        verbose_name_plural = _("webhook messages")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_message_once"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="webhook_message_state_known"),
        ]
        indexes = [
            # What a claim walks, and the small set of what is being sent.
            models.Index(
                fields=["endpoint", "due_at", "id"],
                condition=_WAITING & Q(leased_until__isnull=True),
                name="webhook_in_order",
            ),
            models.Index(
                fields=["endpoint", "leased_until"],
                condition=_WAITING & Q(leased_until__isnull=False),
                name="webhook_leased",
            ),
            # How people look.
            models.Index(fields=["endpoint", "-id"], name="webhook_newest"),
            models.Index(fields=["endpoint", "state", "-id"], name="webhook_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.type} #{self.event_id}"


class WebhookAttempt(models.Model):
    """One POST, and what came back. Without a `status` there was no answer."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(default=clock.now)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField()
    error = models.CharField(max_length=LONGEST_ERROR, blank=True, default="")
    answer = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("webhook attempt")
        verbose_name_plural = _("webhook attempts")

    def __str__(self) -> str:
        return str(self.status or self.error)
