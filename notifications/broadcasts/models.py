"""The table of broadcasts: what is told, to whom, and how far that has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.db import Thing


class State(models.TextChoices):
    """How far a broadcast has come."""

    TELLING = "telling", _("under way")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


class Broadcast(Thing):
    """One announcement. `title` and `body` are texts by language; `audience` says whom it is for, as it was asked.

    `after` is the key of the last member who was looked at, so a job goes on from there; `total` is how many there were
    when it was made, `told` how many were told so far. `cause_id` is the event that notifications point at.
    """

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.JSONField()
    body = models.JSONField()
    audience = models.JSONField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.TELLING)
    cause_id = models.BigIntegerField(null=True, blank=True)
    after = models.UUIDField(null=True, blank=True)
    looked_at = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("broadcast")
        verbose_name_plural = _("broadcasts")
        constraints = [models.CheckConstraint(condition=Q(state__in=State.values), name="broadcast_state_known")]
        indexes = [models.Index(fields=["id"], condition=Q(state=State.TELLING), name="broadcast_under_way")]

    def __str__(self) -> str:
        return f"broadcast {self.pk}"
