"""Profiles in the admin."""

from __future__ import annotations

from django.contrib import admin

from accounts.profiles.models import Profile
from config.readonly import ReadOnlyAdmin


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    """What members say of themselves, and the counts kept for them."""

    list_display = ("user", "full_name", "followers_count", "following_count", "workbooks_count", "hidden_at")
    list_select_related = ("user",)
    list_filter = (("hidden_at", admin.EmptyFieldListFilter), "locale")
    search_fields = ("user__username", "full_name")
    ordering = ("-user_id",)
