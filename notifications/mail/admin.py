"""What was sent, in the admin: to look at and to find."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from notifications.mail.models import SentMail


@admin.register(SentMail)
class SentMailAdmin(admin.ModelAdmin):
    """Mails, newest first, found by who they went to."""

    list_display = ("kind", "user", "outcome", "sent_at", "cause_id", "message_id")
    list_filter = ("kind", "outcome")
    list_select_related = ("user",)
    ordering = ("-id",)
    search_fields = ("user__username", "message_id")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
