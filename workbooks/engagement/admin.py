"""Favourites, views and comments in the admin, to be read: what changes them also counts and tells."""

from __future__ import annotations

from django.contrib import admin

from config.readonly import ReadOnlyAdmin
from workbooks.engagement.models import Comment, CommentLike, CommentMention, DailySalt, Favorite, View


@admin.register(Favorite)
class FavoriteAdmin(ReadOnlyAdmin):
    """Who marked what."""

    list_display = ["member", "workbook", "created_at"]
    list_select_related = ["member", "workbook"]
    raw_id_fields = ["member", "workbook"]


@admin.register(View)
class ViewAdmin(ReadOnlyAdmin):
    """Views, counted and to be counted."""

    list_display = ["workbook", "member", "created_at", "is_counted"]
    list_select_related = ["member", "workbook"]
    list_filter = ["is_counted"]
    raw_id_fields = ["member", "workbook"]


@admin.register(DailySalt)
class DailySaltAdmin(ReadOnlyAdmin):
    """The days whose visitors can still be told apart; the salts themselves are not shown."""

    list_display = ["day"]
    exclude = ["salt"]


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Comments, newest first."""

    list_display = ["author", "workbook", "created_at", "like_count", "deleted_at", "hidden_at"]
    list_select_related = ["author", "workbook"]
    raw_id_fields = ["author", "workbook", "parent"]
    search_fields = ["body"]
    ordering = ["-id"]


@admin.register(CommentLike)
class CommentLikeAdmin(ReadOnlyAdmin):
    """Who likes which comment."""

    list_display = ["member", "comment", "created_at"]
    list_select_related = ["member", "comment"]
    raw_id_fields = ["member", "comment"]


@admin.register(CommentMention)
class CommentMentionAdmin(ReadOnlyAdmin):
    """Who was mentioned where."""

    list_display = ["member", "comment"]
    list_select_related = ["member", "comment"]
    raw_id_fields = ["member", "comment"]
