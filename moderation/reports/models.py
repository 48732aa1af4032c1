"""What members reported."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.db import Thing
from moderation.cases.choices import Category
from moderation.reports.choices import State


class Report(Thing):
    """One member's word against one thing, in a round of its case. `title` is what the thing was called then."""

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    case = models.ForeignKey("moderation.Case", on_delete=models.PROTECT, related_name="reports", db_index=False)
    round = models.PositiveIntegerField()
    category = models.CharField(max_length=14, choices=Category.choices)
    text = models.TextField(max_length=2_000, blank=True)
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN) ^ Q(answered_at__isnull=False), name="report_answered_when"
            ),
            models.UniqueConstraint(
                fields=["reporter", "kind", "thing_id"], condition=Q(state=State.OPEN), name="report_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="report_of_case"),
            models.Index(fields=["reporter", "-id"], name="report_of_reporter"),
            models.Index(fields=["reporter", "state"], name="report_record"),
            models.Index(fields=["kind", "thing_id"], name="report_of_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.kind} {self.thing_id}"
