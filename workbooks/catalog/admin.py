"""Workbooks, their versions and featured picks in the admin, to be read: what changes them also counts and tells."""

from __future__ import annotations

from django.contrib import admin

from config.readonly import ReadOnlyAdmin
from workbooks.catalog.models import FeaturedPick, Workbook, WorkbookVersion


@admin.register(Workbook)
class WorkbookAdmin(ReadOnlyAdmin):
    """Workbooks, newest first, hidden and deleted ones too."""

    list_display = [
        "title",
        "author",
        "status",
        "visibility",
        "shown_views",
        "shown_favorites",
        "comment_count",
        "hidden_at",
        "deleted_at",
        "created_at",
    ]
    list_filter = ["status", "visibility", "source"]
    list_select_related = ["author"]
    raw_id_fields = ["author", "remix_of"]
    search_fields = ["title", "author__username"]
    ordering = ["-id"]


@admin.register(WorkbookVersion)
class WorkbookVersionAdmin(ReadOnlyAdmin):
    """What a workbook's text was before."""

    list_display = ["workbook", "number", "title", "replaced_at"]
    list_select_related = ["workbook"]
    raw_id_fields = ["workbook", "replaced_by"]


@admin.register(FeaturedPick)
class FeaturedPickAdmin(ReadOnlyAdmin):
    """Picks in the order they are shown in."""

    list_display = ["position", "workbook", "starts_at", "until", "picked_by"]
    list_select_related = ["workbook", "picked_by"]
    raw_id_fields = ["workbook", "picked_by"]
    ordering = ["position"]
