"""Appeals and the dialogue on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.db import EditableThing, Thing
from moderation.appeals.choices import State


class Appeal(EditableThing):
    """A member's word against one decision about them. `answer` is what they were told in the end."""

    decision = models.OneToOneField("moderation.Decision", on_delete=models.PROTECT, related_name="appeal")
    appellant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    text = models.TextField(max_length=4_000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.TextField(max_length=2_000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="appeal_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN) ^ Q(decided_at__isnull=False), name="appeal_decided_when"
            ),
        ]
        indexes = [
            models.Index(fields=["appellant", "-id"], name="appeal_of_appellant"),
            models.Index(fields=["id"], name="appeal_open", condition=Q(state=State.OPEN)),
            models.Index(fields=["state", "-id"], name="appeal_by_state"),
            models.Index(fields=["decided_by", "-id"], name="appeal_decided_by"),
        ]

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"


class AppealMessage(Thing):
    """One turn of the dialogue. The member sees that the staff wrote it, and not who."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="messages", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    is_staff = models.BooleanField(default=False)
    body = models.TextField(max_length=2_000)

    class Meta:
        verbose_name = _("message on an appeal")
        verbose_name_plural = _("messages on appeals")
        indexes = [
            models.Index(fields=["appeal", "id"], name="appeal_message_of_appeal"),
            models.Index(fields=["author", "-id"], name="appeal_message_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.appeal_id}"
