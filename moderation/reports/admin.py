"""Reports on the desk, the newest first."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment, short
from config.desk.pages import ReadOnlyAdmin
from moderation.reports.choices import State
from moderation.reports.models import Report

STATES: dict[str, Tone] = {State.OPEN: "warn", State.UPHELD: "good", State.DISMISSED: ""}


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What members hold against things. Who reported is known to the staff alone."""

    group = Group.MODERATION
    place = 4
    list_display = ("at", "category", "titled", "said", "by", "state_mark", "of_case")
    list_select_related = ("reporter", "case")
    list_filter = ("state", "category", MadeFilter)
    search_fields = ("id__exact", "thing_id__exact", "case__id__exact", "reporter__username__exact")
    search_help_text = _("A username, or the id of a thing, a case or a report.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nobody sees who reported their own things."""
        return super().get_queryset(request).exclude(case__owner_id=request.user.pk)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: Report) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("thing"))
    def titled(self, row: Report) -> str:
        return f"{row.kind}: {short(row.title, 60)}"

    @admin.display(description=_("words"))
    def said(self, row: Report) -> str:
        return short(row.text)

    @admin.display(description=_("by"))
    def by(self, row: Report) -> Any:
        return links.to_row(row.reporter) if row.reporter else links.NONE

    @admin.display(description=_("state"))
    def state_mark(self, row: Report) -> Any:
        return badge(row.get_state_display(), STATES.get(row.state, ""))

    @admin.display(description=_("case"))
    def of_case(self, row: Report) -> Any:
        return links.to_row(row.case)

    def facts(self, row: Report) -> list[tuple[Any, Any]]:
        return [
            (_("State"), self.state_mark(row)),
            (_("For"), row.get_category_display()),
            (_("Case"), self.of_case(row)),
            (_("By"), self.by(row)),
            (_("When"), self.at(row)),
            (_("Answered"), moment(row.answered_at)),
        ]
