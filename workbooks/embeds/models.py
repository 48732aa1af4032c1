"""Where embedded workbooks may come from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from workbooks.embeds.matching import check_hosts, check_paths


class Access(models.TextChoices):
    """Whether a source shows its workbooks to everyone, or to holders of a signed URL."""

    PUBLIC = "public", _("public")
    SIGNED = "signed", _("signed")


class EmbedSource(models.Model):
    """One place workbooks come from.

    `hosts` holds names such as `app.example.com`, or `*.example.com` for every name below one. `paths` holds patterns
    of whole segments: `*` is any one segment, `**` at the end is one or more. `sandbox` holds the flags of its frame.
    """

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    hosts = models.JSONField(default=list, validators=[check_hosts])
    paths = models.JSONField(default=list, validators=[check_paths])
    access = models.CharField(max_length=6, choices=Access.choices, default=Access.PUBLIC)
    sandbox = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(access__in=Access.values), name="embed_source_access_known")
        ]

    def __str__(self) -> str:
        return self.name
