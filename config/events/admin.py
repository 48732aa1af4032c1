"""The log in the admin: read only, but for trying a stuck delivery again."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.events import queue
from config.events.models import Delivery, DomainEvent
from config.readonly import ReadOnlyAdmin


@admin.register(DomainEvent)
class DomainEventAdmin(ReadOnlyAdmin):
    """What happened, newest first."""

    list_display = ("id", "name", "subject", "actor_id", "occurred_at", "request_id")
    ordering = ("-id",)
    search_fields = ("=name",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What is owed, oldest first."""

    list_display = ("id", "event", "subscriber", "subject", "state", "attempts", "crashes", "due_at", "leased_until")
    list_filter = ("state",)
    list_select_related = ("event",)
    ordering = ("event_id", "id")
    search_fields = ("=subscriber", "=subject")
    actions = ("try_again",)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Only admins start deliveries."""
        return bool(getattr(request.user, "is_superuser", False))

    @admin.action(description=_("Try again"), permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        count = queue.retry(queryset)
        text = ngettext("%d delivery will be tried again.", "%d deliveries will be tried again.", count) % count
        self.message_user(request, text, messages.SUCCESS)
