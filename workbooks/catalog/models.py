"""Workbooks, the versions of their text, and featured picks.

Our own counters count rows of ours, and a command proves them; what a listing brought stands beside them, and what is
shown is the sum.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.db import EditableThing, Thing


class State(models.TextChoices):
    """Where a workbook stands in its life."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class Visibility(models.TextChoices):
    """Whom its author shows a published workbook. An unlisted one is reached by its link, and stands in no list."""

    PUBLIC = "public", _("public")
    UNLISTED = "unlisted", _("unlisted")
    FOLLOWERS = "followers", _("followers")
    PRIVATE = "private", _("private")


STANDING = Q(status=State.PUBLISHED, hidden_at__isnull=True, deleted_at__isnull=True)
"""Published, and neither hidden nor deleted: the condition of the indexes that lists read."""

FAVORITE_WEIGHT, COMMENT_WEIGHT = 10, 20


def _shown(own: str, imported: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=F(own) + F(imported), output_field=models.BigIntegerField(), db_persist=True, editable=False
    )


class Workbook(EditableThing):
    """One workbook: a text about it, and the URL under which its source shows it.

    `embed_allowed_on` holds the origins of other sites that may show it in a frame, or `*` for all; none without it.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workbooks", db_index=False
    )
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    description = models.TextField(max_length=10_000, blank=True)
    embed_url = models.CharField(max_length=2_048)
    source = models.ForeignKey("workbooks.EmbedSource", on_delete=models.PROTECT, related_name="workbooks")
    embed_allowed_on = models.JSONField(default=list, blank=True)
    # The stem of the thumbnail's files (config.storage); empty where there is none.
    thumbnail = models.CharField(max_length=60, blank=True, editable=False)
    status = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    visibility = models.CharField(max_length=9, choices=Visibility.choices, default=Visibility.PUBLIC)
    published_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Hidden from its author as well; such a one has `hidden_at` too.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What moderators want everyone to read beside it.
    label = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    remix_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="remixes", db_index=False
    )

    favorite_count = models.PositiveIntegerField(default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    view_count = models.PositiveBigIntegerField(default=0, editable=False)
    imported_views = models.PositiveBigIntegerField(default=0, editable=False)
    imported_favorites = models.PositiveBigIntegerField(default=0, editable=False)
    shown_views = _shown("view_count", "imported_views")
    shown_favorites = _shown("favorite_count", "imported_favorites")
    popular_score = models.GeneratedField(
        expression=F("view_count")
        + F("imported_views")
        + FAVORITE_WEIGHT * (F("favorite_count") + F("imported_favorites"))
        + COMMENT_WEIGHT * F("comment_count"),
        output_field=models.BigIntegerField(),
        db_persist=True,
        editable=False,
    )
    trending_score = models.FloatField(default=0, editable=False)
    listed_at = models.DateTimeField(editable=False)
    import_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("workbook")
        verbose_name_plural = _("workbooks")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=State.values), name="workbook_status_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="workbook_visibility_known"),
            models.CheckConstraint(
                condition=Q(status=State.DRAFT) | Q(published_at__isnull=False), name="workbook_published_when"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(hidden_at__isnull=False), name="workbook_removed_is_hidden"
            ),
            # Files that were replaced are removed, so no two workbooks may share them.
            models.UniqueConstraint(fields=["thumbnail"], condition=~Q(thumbnail=""), name="workbook_thumbnail_once"),
        ]
        indexes = [
            models.Index(fields=["-listed_at", "-id"], name="workbook_newest", condition=STANDING),
            models.Index(fields=["-popular_score", "-id"], name="workbook_popular", condition=STANDING),
            models.Index(fields=["-trending_score", "-id"], name="workbook_trending", condition=STANDING),
            models.Index(fields=["-shown_favorites", "-id"], name="workbook_most_favorited", condition=STANDING),
            models.Index(fields=["-shown_views", "-id"], name="workbook_most_viewed", condition=STANDING),
            models.Index(fields=["author", "-listed_at", "-id"], name="workbook_by_author"),
            models.Index(fields=["remix_of"], name="workbook_remixes", condition=Q(remix_of__isnull=False)),
            models.Index(fields=["deleted_at"], name="workbook_deleted", condition=Q(deleted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether those whom its visibility allows see it."""
        return self.status == State.PUBLISHED

    @property
    def is_listed(self) -> bool:
        """Whether it counts: on its author's profile and for its tags."""
        return (
            self.status == State.PUBLISHED
            and self.visibility == Visibility.PUBLIC
            and self.hidden_at is None
            and self.deleted_at is None
        )


class WorkbookVersion(models.Model):
    """The text as it was in version `number`, kept when an edit replaced it."""

    workbook = models.ForeignKey(Workbook, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField(max_length=10_000, blank=True)
    embed_url = models.CharField(max_length=2_048)
    tags = models.JSONField(default=list)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        constraints = [models.UniqueConstraint(fields=["workbook", "number"], name="workbook_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class FeaturedPick(Thing):
    """A workbook that moderators show first, at its position, from a moment on and, if said so, until another."""

    workbook = models.OneToOneField(Workbook, on_delete=models.CASCADE, related_name="pick")
    position = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("featured workbook")
        verbose_name_plural = _("featured workbooks")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("starts_at")), name="pick_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["position", "id"], name="pick_in_order")]

    def __str__(self) -> str:
        return f"{self.position}: {self.workbook_id}"
