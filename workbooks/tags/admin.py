"""Tags in the admin, to be read: moderators change them through the API, which keeps the counts."""

from __future__ import annotations

from django.contrib import admin

from config.readonly import ReadOnlyAdmin
from workbooks.tags.models import Tag, Tagging, TagSynonym


@admin.register(Tag)
class TagAdmin(ReadOnlyAdmin):
    """Tags by use."""

    list_display = ["name", "slug", "workbooks_count", "created_at"]
    search_fields = ["name", "slug"]
    ordering = ["-workbooks_count", "name"]


@admin.register(TagSynonym)
class TagSynonymAdmin(ReadOnlyAdmin):
    """Which slugs lead to which tag."""

    list_display = ["slug", "tag"]
    list_select_related = ["tag"]
    search_fields = ["slug"]


@admin.register(Tagging)
class TaggingAdmin(ReadOnlyAdmin):
    """Which workbook carries which tag."""

    list_display = ["tag", "workbook", "position", "is_listed"]
    list_select_related = ["tag", "workbook"]
    raw_id_fields = ["workbook", "tag"]
