"""The log's two tables: what happened, and what durable subscribers still owe to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from config.events.event import Event, event_class


class DomainEvent(models.Model):
    """One thing that happened. Written once by `record`, never changed."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    actor_id = models.UUIDField(null=True)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="event_by_name"),
            # How people find events: all about one thing, all of one actor.
            models.Index(fields=["subject", "id"], name="event_by_subject"),
            models.Index(fields=["actor_id", "id"], condition=models.Q(actor_id__isnull=False), name="event_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"

    def decoded(self) -> Event:
        """The typed event; LookupError where the code of its kind is gone."""
        cls = event_class(self.name)
        if cls is None:
            raise LookupError(f"no event has the wire name {self.name!r}")
        return cls.from_payload(self.payload)


class DeliveryState(models.TextChoices):
    """Whether a delivery will be tried again by itself."""

    PENDING = "pending", _("pending")
    PARKED = "parked", _("parked")


class Delivery(models.Model):
    """One event that one durable subscriber still owes; the row goes when the subscriber has done it.

    `lease` and `leased_until` say who holds it; `attempts` counts errors, `crashes` the deaths of processes running it.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(DomainEvent, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
            models.CheckConstraint(condition=models.Q(state__in=DeliveryState.values), name="delivery_state_known"),
        ]
        indexes = [
            # What claims walk, oldest first, and the two small sets in which they look for what holds a subject up.
            models.Index(fields=["event"], condition=models.Q(state="pending"), name="delivery_in_order"),
            models.Index(
                fields=["subscriber", "subject", "event"],
                condition=models.Q(state="pending", leased_until__isnull=False),
                name="delivery_leased",
            ),
            models.Index(
                fields=["subscriber", "subject", "event"],
                condition=models.Q(state="pending", attempts__gt=0),
                name="delivery_backing_off",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} owes event {self.event_id}"
