"""Filters that an index answers however long the table is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config import clock


def first_key_at(moment: datetime) -> UUID:
    """The least UUIDv7 of that moment: keys of rows made then or later are not less."""
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (0x7 << 76) | (0b10 << 62))


class MadeFilter(admin.SimpleListFilter):
    """When the row was made, read from its key: for tables of things (`config.db.Thing`), whose keys sort by age."""

    title = _("made")
    parameter_name = "made"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("0", _("Today")),
            ("7", _("Past 7 days")),
            ("30", _("Past 30 days")),
            ("365", _("Past 365 days")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {"0", "7", "30", "365"}:
            return queryset
        today = datetime.combine(clock.now().date(), time.min, UTC)
        return queryset.filter(pk__gte=first_key_at(today - timedelta(days=int(str(self.value())))))


class SetFilter(admin.SimpleListFilter):
    """Whether a moment is set: `class HiddenFilter(SetFilter)` with `field`, `title` and the two answers."""

    field = ""
    yes: Any = _("Yes")
    no: Any = _("No")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(**{f"{self.field}__isnull": self.value() == "no"})
