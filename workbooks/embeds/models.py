"""Where embedded workbooks may come from, how signed ones are signed, and what is known of their URLs."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from workbooks.embeds.choices import Access, AspectRatio, Verdict
from workbooks.embeds.matching import check_hosts, check_paths, check_sandbox


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
    sandbox = models.JSONField(default=list, blank=True, validators=[check_sandbox])
    aspect_ratio = models.CharField(max_length=5, choices=AspectRatio.choices, default=AspectRatio.WIDE)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("embed source")
        verbose_name_plural = _("embed sources")
        constraints = [
            models.CheckConstraint(condition=Q(access__in=Access.values), name="embed_source_access_known"),
            models.CheckConstraint(condition=Q(aspect_ratio__in=AspectRatio.values), name="embed_source_ratio_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SigningKey(models.Model):
    """What a source's signed URLs are signed with, and what they say of the viewer beside the e-mail address.

    The secret is sealed (`config.secrets`) and shown nowhere.
    """

    source = models.OneToOneField(EmbedSource, on_delete=models.CASCADE, related_name="signing_key")
    client_id = models.CharField(max_length=200)
    sealed_secret = models.TextField(editable=False)
    lifetime_seconds = models.PositiveIntegerField(
        default=3_600, validators=[MinValueValidator(60), MaxValueValidator(2_592_000)]
    )
    sends_names = models.BooleanField(default=False)
    account_type = models.CharField(max_length=100, blank=True)
    teams = models.JSONField(default=list, blank=True)
    user_attributes = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        constraints = [
            models.CheckConstraint(
                condition=Q(lifetime_seconds__gte=60, lifetime_seconds__lte=2_592_000), name="embed_key_at_most_30_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.client_id}"


class Probe(models.Model):
    """What was last seen at a URL. There is one row a URL, under a digest of it.

    `verdict` is what is told; a URL that was fine and fails once stays so until it has failed again (`failures`).
    """

    url_key = models.CharField(max_length=64, unique=True, editable=False)
    url = models.CharField(max_length=2_048, editable=False)
    verdict = models.CharField(max_length=23, choices=Verdict.choices, default=Verdict.PENDING, editable=False)
    reasons = models.JSONField(default=list, editable=False)
    status_code = models.PositiveSmallIntegerField(null=True, editable=False)
    content_type = models.CharField(max_length=200, blank=True, editable=False)
    x_frame_options = models.CharField(max_length=200, blank=True, editable=False)
    frame_ancestors = models.CharField(max_length=2_000, blank=True, editable=False)
    title = models.CharField(max_length=300, blank=True, editable=False)
    image_url = models.CharField(max_length=2_048, blank=True, editable=False)
    # The stem of the preview's file (config.storage), drawn from the image at `preview_of`; empty where there is none.
    preview = models.CharField(max_length=60, blank=True, editable=False)
    preview_of = models.CharField(max_length=2_048, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("probe of a URL")
        verbose_name_plural = _("probes of URLs")
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="embed_probe_verdict_known")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="embed_probe_due"),
            # The sweep asks which of a folder's files any row names, 256 times a run.
            models.Index(fields=["preview"], name="embed_probe_preview", condition=~Q(preview="")),
        ]

    def __str__(self) -> str:
        return self.url
