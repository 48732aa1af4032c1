"""What members prefer, and the threads they have muted. People they have muted are edges of `social.graph`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing
from notifications.preferences.choices import MOST_AN_HOUR, Digest


class Preferences(models.Model):
    """What one member prefers; without a row, everything is as usual.

    `choices` holds what was chosen and differs from the types' own channels: type → channel → whether. `ranges` are
    quiet hours as clients write them. An empty time zone is that of the profile. `version` is the ETag.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    choices = models.JSONField(default=dict, blank=True)
    frequency = models.CharField(max_length=6, choices=Digest.choices, default=Digest.OFF)
    rate_limit_per_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    ranges = models.JSONField(default=list, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("notification preferences")
        verbose_name_plural = _("notification preferences")
        constraints = [
            models.CheckConstraint(condition=models.Q(frequency__in=Digest.values), name="preferences_digest_known"),
            models.CheckConstraint(
                condition=models.Q(rate_limit_per_hour__isnull=True)
                | models.Q(rate_limit_per_hour__gte=1, rate_limit_per_hour__lte=MOST_AN_HOUR),
                name="preferences_limit_bounded",
            ),
        ]

    def __str__(self) -> str:
        return f"preferences of {self.member_id}"


class MutedThread(Thing):
    """`member` wants to hear no more of what happens on the thing."""

    # The unique constraint begins with it, so the column needs no index of its own.
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField()

    class Meta:
        verbose_name = _("muted thread")
        verbose_name_plural = _("muted threads")
        constraints = [models.UniqueConstraint(fields=["member", "kind", "thing_id"], name="muted_thread_once")]

    def __str__(self) -> str:
        return f"{self.member_id} mutes {self.kind} {self.thing_id}"
