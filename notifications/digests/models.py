"""The table of digests. What waits for one are rows of the inbox; what one says is asked for when it is sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.db import Thing
from notifications.preferences.choices import Digest as Frequency


class State(models.TextChoices):
    """What became of a digest."""

    MADE = "made", _("made")
    SENT = "sent", _("sent")
    WITHHELD = "withheld", _("not sent")


class Digest(Thing):
    """One digest to one member.

    `period_start` and `period_end` are when digests of its frequency were to go out, the one before and this one.
    `collected` is how many notifications it took, `told` are those that its mail named, newest first: none where it
    has not been worded yet.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    frequency = models.CharField(max_length=6, choices=Frequency.choices)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    collected = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MADE)
    # A plain id: deliveries are pruned by their own age.
    delivery_id = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [
            models.UniqueConstraint(fields=["member", "frequency", "period_end"], name="digest_once_a_period"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="digest_state_known"),
            models.CheckConstraint(
                condition=Q(frequency__in=[Frequency.HOURLY, Frequency.DAILY, Frequency.WEEKLY]),
                name="digest_frequency_known",
            ),
            models.CheckConstraint(condition=Q(period_start__lt=F("period_end")), name="digest_period_has_length"),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="digest_by_age"),
            models.Index(fields=["state", "-id"], name="digest_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.frequency} digest to {self.member_id}"
