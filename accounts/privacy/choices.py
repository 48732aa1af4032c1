"""The words of the slice: how far exports and deletions have come, what becomes of content, what is asked about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    """How far an export has come."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being written")
    READY = "ready", _("ready")
    EXPIRED = "expired", _("expired")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Content(models.TextChoices):
    """What becomes of what a member published."""

    ERASE = "erase", _("erased")
    REASSIGN = "reassign", _("given to the account of deleted members")


class DeletionState(models.TextChoices):
    """How far a deletion has come."""

    PENDING = "pending", _("in its grace")
    ERASING = "erasing", _("being erased")
    DONE = "done", _("erased")
    UNDONE = "undone", _("taken back")


class ConsentKind(models.TextChoices):
    """What members are asked about."""

    TERMS = "terms", _("terms of use")
    PRIVACY = "privacy", _("privacy policy")
    MARKETING = "marketing", _("news by mail")
    ANALYTICS = "analytics", _("analysis of use")
    LOCATION = "location", _("location")
