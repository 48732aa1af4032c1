"""Favourites, views and comments. Keys are UUIDv7 where lists page along them, so `-id` is newest first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing


def _member() -> models.ForeignKey[Any, Any]:
    """Whose row it is; the composite indexes below begin with the member, so the column needs none of its own."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)


class Favorite(Thing):
    """A member's mark on a workbook."""

    member = _member()
    workbook = models.ForeignKey(
        "workbooks.Workbook", on_delete=models.CASCADE, related_name="favorites", db_index=False
    )

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        constraints = [models.UniqueConstraint(fields=["workbook", "member"], name="favorite_once")]
        indexes = [
            models.Index(fields=["member", "-id"], name="favorite_by_member"),
            models.Index(fields=["workbook", "-id"], name="favorite_by_workbook"),
            models.Index(fields=["created_at"], name="favorite_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} likes {self.workbook_id}"


class View(models.Model):
    """One viewer, one workbook, one window of 30 minutes. A job moves what is not counted into the workbook's counter.

    `viewer_key` tells viewers apart: a member's id, or for visitors a hash that cannot be traced once the day's salt is
    gone. `referrer` is the host of the page that led here, if another site's did.
    """

    workbook = models.ForeignKey("workbooks.Workbook", on_delete=models.CASCADE, related_name="views", db_index=False)
    viewer_key = models.CharField(max_length=40)
    window = models.PositiveIntegerField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    referrer = models.CharField(max_length=253, null=True, blank=True, editable=False)  # noqa: DJ001 - None: unknown
    created_at = models.DateTimeField(default=clock.now, editable=False)
    is_counted = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        constraints = [models.UniqueConstraint(fields=["workbook", "viewer_key", "window"], name="view_once_a_window")]
        indexes = [
            models.Index(fields=["id"], name="view_to_count", condition=Q(is_counted=False)),
            models.Index(fields=["created_at"], name="view_by_time"),
            models.Index(fields=["workbook", "created_at"], name="view_by_workbook"),
        ]

    def __str__(self) -> str:
        return f"{self.workbook_id} at {self.created_at:%Y-%m-%d %H:%M}"


class DailySalt(models.Model):
    """What visitors' hashes of one day are made with; removed after two days, and the hashes say nothing any more."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of days")

    def __str__(self) -> str:
        return f"{self.day}"


class Comment(Thing):
    """A comment or a reply. `thread` is the id of the comment that begins the thread, its own for that one.

    A deleted comment keeps its row while it has replies to hold together, and its text for 30 days.
    """

    workbook = models.ForeignKey(
        "workbooks.Workbook", on_delete=models.CASCADE, related_name="comments", db_index=False
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies", db_index=False
    )
    thread = models.UUIDField(editable=False)
    body = models.TextField(max_length=5_000)
    like_count = models.PositiveIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Hidden from its author as well; such a one has `hidden_at` too.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What moderators want everyone to read beside it.
    label = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(hidden_at__isnull=False), name="comment_removed_is_hidden"
            )
        ]
        indexes = [
            models.Index(fields=["workbook", "thread", "id"], name="comment_in_thread"),
            models.Index(fields=["parent", "id"], name="comment_replies"),
            models.Index(fields=["author", "-id"], name="comment_by_author"),
            models.Index(fields=["created_at"], name="comment_by_time"),
            models.Index(fields=["deleted_at"], name="comment_deleted", condition=Q(deleted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.workbook_id}"


class CommentLike(Thing):
    """A member likes a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="likes", db_index=False)
    member = _member()

    class Meta:
        verbose_name = _("like of a comment")
        verbose_name_plural = _("likes of comments")
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="comment_like_once")]
        indexes = [models.Index(fields=["member"], name="comment_like_by_member")]

    def __str__(self) -> str:
        return f"{self.member_id} likes comment {self.comment_id}"


class CommentMention(models.Model):
    """A comment mentions a member, who has been told."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="comment_mention_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} mentions {self.member_id}"
