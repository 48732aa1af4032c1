"""The tables of the queue: deliveries, attempts, what providers told, suppressed addresses, and providers' health.

No address is kept in them, nor a word of any message: the source is asked for both at the moment of sending.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing, uuid7
from notifications.delivery.states import State
from notifications.types import Channel

LONGEST_ERROR = 300
_WAITING = Q(state=State.WAITING)
_FIRST = Q(cause_id__isnull=False, resend_of__isnull=True)


def _person(**more: Any) -> models.ForeignKey[Any, Any]:
    # Without a constraint in the database: checking it would lock an account's row for each of ten thousand orders.
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_constraint=False, **more
    )


class Delivery(Thing):
    """One message to one member by one channel, and for push to one device.

    Its id is what providers tell doubles by, and stays the same from the first attempt to the last. `due_at` is when it
    is tried next, `scheduled_for` when it was first meant to go. `lease` and `leased_until` say who holds it;
    `attempts` counts failures, `crashes` the deaths of processes that were sending it.
    """

    recipient = _person(db_index=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    type = models.CharField(max_length=80)
    source = models.CharField(max_length=40)
    source_id = models.UUIDField(null=True, blank=True)
    cause_id = models.BigIntegerField(null=True, blank=True)
    # An address of notifications.addresses. A plain id: the delivery outlives a device that was taken away.
    target_id = models.UUIDField(null=True, blank=True)
    thread = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    is_urgent = models.BooleanField(default=False)
    scheduled_for = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    provider = models.CharField(max_length=20, blank=True, default="")
    provider_id = models.CharField(max_length=200, blank=True, default="")
    last_error = models.CharField(max_length=LONGEST_ERROR, blank=True, default="")
    # Sent again by hand: a row of its own, since the provider would take the first one's key for a double.
    resend_of = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    clicked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["cause_id", "type", "recipient", "channel"],
                condition=_FIRST & Q(target_id__isnull=True),
                name="delivery_once_a_cause",
            ),
            models.UniqueConstraint(
                fields=["cause_id", "type", "recipient", "channel", "target_id"],
                condition=_FIRST & Q(target_id__isnull=False),
                name="delivery_once_a_device",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="outgoing_state_known"),
            models.CheckConstraint(condition=Q(channel__in=[Channel.EMAIL, Channel.PUSH]), name="outgoing_channel"),
        ]
        indexes = [
            # What claims walk, and the two small sets in which they look for what holds a thread up.
            models.Index(
                fields=["channel", "is_urgent", "due_at", "id"],
                condition=_WAITING & Q(leased_until__isnull=True),
                name="outgoing_in_order",
            ),
            models.Index(
                fields=["recipient", "thread", "id"],
                condition=_WAITING & Q(leased_until__isnull=False),
                name="outgoing_leased",
            ),
            models.Index(
                fields=["recipient", "thread", "id"],
                condition=_WAITING & Q(attempts__gt=0),
                name="outgoing_backing_off",
            ),
            # Of whose lease has ended.
            models.Index(
                fields=["leased_until"], condition=_WAITING & Q(leased_until__isnull=False), name="outgoing_lease_ends"
            ),
            # How a provider's report finds its delivery, and how people do.
            models.Index(fields=["provider", "provider_id"], condition=~Q(provider_id=""), name="outgoing_by_provider"),
            models.Index(fields=["recipient", "-id"], name="outgoing_by_recipient"),
            models.Index(fields=["state", "-id"], name="outgoing_by_state"),
            models.Index(fields=["source_id"], condition=Q(source_id__isnull=False), name="outgoing_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.type} by {self.channel}"


class AttemptOutcome(models.TextChoices):
    """How a handing over ended."""

    OK = "ok", _("taken")
    TRANSIENT = "transient", _("failed for now")
    PERMANENT = "permanent", _("refused for good")


class Attempt(models.Model):
    """One handing over to a provider."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(default=clock.now)
    provider = models.CharField(max_length=20)
    outcome = models.CharField(max_length=9, choices=AttemptOutcome.choices)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=LONGEST_ERROR, blank=True, default="")
    retry_after = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=["at"], name="attempt_by_moment")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.outcome}"


class Receipt(models.Model):
    """One thing that a provider told about a message, kept once however often it is told."""

    # Our own key, so that whoever inserts many at once sees which of them are new.
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=200)
    what = models.CharField(max_length=40)
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    # None: a message that is not ours, or no more.
    delivery = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="receipts", db_constraint=False
    )

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.what}"


class Reason(models.TextChoices):
    """Why an address is written to no more."""

    BOUNCED = "bounced", _("mail to it came back")
    COMPLAINED = "complained", _("its owner complained")


class Suppression(Thing):
    """An address that no more messages go to: a keyed digest of it, and a form that only its owner recognises."""

    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    digest = models.CharField(max_length=64)
    masked = models.CharField(max_length=80)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    since = models.DateTimeField(default=clock.now)
    # Whose it was when it was suppressed, as far as that is known.
    user = _person(null=True, blank=True)
    delivery_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [models.UniqueConstraint(fields=["channel", "digest"], name="suppressed_once")]

    def __str__(self) -> str:
        return self.masked


class ProviderHealth(models.Model):
    """How a provider fares: failures in a row, until when it is passed over, and what may still go out this second."""

    name = models.CharField(max_length=20, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    down_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=LONGEST_ERROR, blank=True, default="")
    failed_at = models.DateTimeField(null=True, blank=True)
    tokens = models.FloatField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self) -> str:
        return self.name
