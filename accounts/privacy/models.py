"""Exports, deletions, the documents members agree to, and their consents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.privacy.choices import ConsentKind, Content, DeletionState, ExportState
from config import clock
from config.db import Thing

UNDER_WAY = [ExportState.WAITING, ExportState.RUNNING]


class DataExport(Thing):
    """One file of all that is kept about a member.

    `sealed_key` is what its link carries, sealed. The link holds while the account's `token_version` is the one kept
    here, so that it dies with whatever ends all of the account's tokens.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=ExportState.choices, default=ExportState.WAITING)
    token_version = models.PositiveIntegerField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    sealed_key = models.TextField(blank=True, editable=False)
    # The name of the file (config.storage.private); empty where there is none.
    file = models.CharField(max_length=60, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("export of a member's data")
        verbose_name_plural = _("exports of members' data")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(state__in=UNDER_WAY), name="export_one_at_a_time"),
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="export_state_known"),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="export_newest"),
            models.Index(fields=["expires_at"], condition=~Q(file=""), name="export_to_sweep"),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"


class Deletion(Thing):
    """The deletion of an account. No foreign key: what is left of a member is this row, with an id that leads nowhere.

    `before_status`, `before_reason` and `before_until` are how the account stood, for it to come back as it was.
    """

    user_id = models.UUIDField()
    content = models.CharField(max_length=8, choices=Content.choices)
    state = models.CharField(max_length=7, choices=DeletionState.choices, default=DeletionState.PENDING)
    before_status = models.CharField(max_length=12, blank=True)
    before_reason = models.CharField(max_length=500, blank=True)
    before_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("deletion of an account")
        verbose_name_plural = _("deletions of accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"], condition=Q(state__in=["pending", "erasing"]), name="deletion_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=DeletionState.values), name="deletion_state_known"),
            models.CheckConstraint(condition=Q(content__in=Content.values), name="deletion_content_known"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["pending", "erasing"]), name="deletion_due"),
            models.Index(fields=["user_id", "-id"], name="deletion_newest"),
        ]

    def __str__(self) -> str:
        return f"deletion of {self.user_id}"


class ConsentDocument(models.Model):
    """One version of what members are asked about. It is never changed; another wording is another version."""

    kind = models.CharField(max_length=12, choices=ConsentKind.choices)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("document members agree to")
        verbose_name_plural = _("documents members agree to")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="consent_document_once"),
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Consent(models.Model):
    """A member's yes or no to a version of a document. Rows are added and never changed; the newest of a kind holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    document = models.ForeignKey(ConsentDocument, on_delete=models.PROTECT, related_name="consents")
    is_given = models.BooleanField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["user", "-id"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.document_id}"
