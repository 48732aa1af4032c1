"""The words that are chosen from: how a source shows its workbooks, the shape of its frame, the verdict on a URL."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Access(models.TextChoices):
    """Whether a source shows its workbooks to everyone, or to holders of a signed URL."""

    PUBLIC = "public", _("public")
    SIGNED = "signed", _("signed")


class AspectRatio(models.TextChoices):
    """The shape of a source's frame, which is kept free before it loads."""

    WIDE = "16:9", "16:9"
    CLASSIC = "4:3", "4:3"
    SQUARE = "1:1", "1:1"


class Verdict(models.TextChoices):
    """Whether what a URL leads to can be shown in a frame of ours."""

    PENDING = "pending", _("not looked at yet")
    OK = "ok", _("can be shown")
    BLOCKED = "blocked_by_frame_policy", _("does not let us show it")
    UNREACHABLE = "unreachable", _("cannot be reached")
    NOT_ALLOWED = "not_allowed", _("not allowed here")


BROKEN = (Verdict.BLOCKED, Verdict.UNREACHABLE, Verdict.NOT_ALLOWED)
