"""Embed sources in the admin: administrators add their organisation's own."""

from __future__ import annotations

from django.contrib import admin

from workbooks.embeds.models import EmbedSource


@admin.register(EmbedSource)
class EmbedSourceAdmin(admin.ModelAdmin):
    """Sources, with the hosts they claim."""

    list_display = ["name", "slug", "access", "hosts", "is_active"]
    list_filter = ["access", "is_active"]
    search_fields = ["name", "slug"]
