"""Templates: what managers have made of the shipped wording."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.db import EditableThing
from notifications.templates.choices import State
from notifications.types import Channel


class Template(EditableThing):
    """The wording of one type for one channel in one language, in one of its versions.

    `number` counts the versions of a type, channel and language; `version` the edits of this row, for `If-Match`.
    """

    type = models.CharField(max_length=80)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    locale = models.CharField(max_length=8)
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT, editable=False)
    title = models.CharField(max_length=500)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            models.UniqueConstraint(fields=["type", "channel", "locale", "number"], name="template_numbered"),
            models.UniqueConstraint(
                fields=["type", "channel", "locale"], condition=Q(state=State.PUBLISHED), name="template_one_published"
            ),
            models.UniqueConstraint(
                fields=["type", "channel", "locale"], condition=Q(state=State.DRAFT), name="template_one_draft"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="template_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="template_channel_known"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(published_at__isnull=False) | Q(state=State.RETIRED),
                name="template_published_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.channel} {self.locale} {self.number}"
