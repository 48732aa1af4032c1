"""Accounts in the admin: looked at here, changed by `set_role`, `set_status` and the administration API."""

from __future__ import annotations

from django.contrib import admin

from accounts.users.models import EmailChange, KeptUsername, User
from config.readonly import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Everything about an account but its password's hash."""

    list_display = ("username", "email", "role", "status", "email_verified_at", "is_claimed", "created_at")
    list_filter = ("role", "status", "is_claimed")
    search_fields = ("username", "email")
    ordering = ("-created_at", "-id")
    exclude = ("password",)


@admin.register(KeptUsername)
class KeptUsernameAdmin(ReadOnlyAdmin):
    """Names that are kept for whoever gave them up."""

    list_display = ("username", "user", "until")
    list_select_related = ("user",)
    search_fields = ("username", "user__username")
    ordering = ("-until", "-id")


@admin.register(EmailChange)
class EmailChangeAdmin(ReadOnlyAdmin):
    """Changes of address, wished for and fulfilled."""

    list_display = ("user", "old_email", "new_email", "created_at", "confirmed_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "=old_email", "=new_email")
    ordering = ("-created_at", "-id")
