"""Tags, their synonyms, and which workbook carries which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing


class Tag(models.Model):
    """One word. `workbooks_count` is kept in the transaction of what it counts."""

    slug = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=50)
    # The name's words without case and accents, by which it is searched (`config.search`).
    words = models.CharField(max_length=400, blank=True, default="", db_default="", editable=False)
    workbooks_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        indexes = [
            models.Index(fields=["-workbooks_count", "-id"], name="tag_most_used"),
            models.Index(fields=["words"], name="tag_by_words", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class TagSynonym(models.Model):
    """Another slug of a tag: what is tagged or searched with it goes to the tag."""

    slug = models.CharField(max_length=100, unique=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="synonyms")

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.slug


class Tagging(models.Model):
    """One tag on one workbook. `is_listed` follows whether the workbook stands in lists, and so counts."""

    workbook = models.ForeignKey(
        "workbooks.Workbook", on_delete=models.CASCADE, related_name="taggings", db_index=False
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    is_listed = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("tag on a workbook")
        verbose_name_plural = _("tags on workbooks")
        constraints = [models.UniqueConstraint(fields=["workbook", "tag"], name="tagging_once")]
        indexes = [models.Index(fields=["tag", "workbook"], name="tagging_by_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.workbook_id}"


class TagFollow(Thing):
    """A member wants to see what is published with a tag."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="follows")

    class Meta:
        verbose_name = _("followed tag")
        verbose_name_plural = _("followed tags")
        constraints = [models.UniqueConstraint(fields=["member", "tag"], name="tag_follow_once")]

    def __str__(self) -> str:
        return f"{self.member_id} follows {self.tag_id}"
