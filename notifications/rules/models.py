"""Telling that has many recipients, and how far it has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.db import Thing


class FanOut(Thing):
    """One event that a rule tells to many: `after` is the key of the last that was told, so a job goes on from there.

    `told` is how many were told so far. The row goes when all are.
    """

    cause_id = models.BigIntegerField()
    rule = models.CharField(max_length=80)
    after = models.UUIDField(null=True, blank=True)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("telling under way")
        verbose_name_plural = _("tellings under way")
        constraints = [models.UniqueConstraint(fields=["cause_id", "rule"], name="fan_out_once")]

    def __str__(self) -> str:
        return f"{self.rule} of event {self.cause_id}"
