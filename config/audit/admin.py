"""The audit in the admin: to be read, and by nobody changed."""

from __future__ import annotations

from django.contrib import admin

from config.audit.models import AuditEntry, AuditSeal
from config.readonly import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """What was done, newest first."""

    list_display = ("id", "at", "action", "actor_name", "target_type", "target_id", "reason", "address")
    search_fields = ("=action", "=target_id", "=actor_name")
    ordering = ("-id",)


@admin.register(AuditSeal)
class AuditSealAdmin(ReadOnlyAdmin):
    """The chain, newest first."""

    list_display = ("sequence", "entry_id", "hash")
    ordering = ("-sequence",)
