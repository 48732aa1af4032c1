"""Tellings under way, on the desk: to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.pages import ReadOnlyAdmin
from notifications.rules.models import FanOut


@admin.register(FanOut)
class FanOutAdmin(ReadOnlyAdmin):
    """Events that are being told to many, and to how many so far; one that stays here long is stuck."""

    group = Group.MAIL
    list_display = ("rule", "because_of", "told", "since")
    list_filter = (MadeFilter,)
    search_fields = ("id__exact", "cause_id__exact")
    search_help_text = _("The number of an event.")
    ordering = ("-id",)

    @admin.display(description=_("because of"))
    def because_of(self, row: FanOut) -> Any:
        return links.to_key("events.DomainEvent", row.cause_id, f"#{row.cause_id}")

    @admin.display(description=_("since"), ordering="id")
    def since(self, row: FanOut) -> Any:
        return moment(row.created_at)

    def facts(self, row: FanOut) -> list[tuple[Any, Any]]:
        return [
            (_("Rule"), row.rule),
            (_("Because of"), self.because_of(row)),
            (_("Told so far"), row.told),
            (_("Since"), self.since(row)),
        ]
