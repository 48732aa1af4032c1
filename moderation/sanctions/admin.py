"""Sanctions and strikes on the desk, the newest first."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import badge, moment, short
from config.desk.pages import ReadOnlyAdmin
from moderation.sanctions import desk
from moderation.sanctions.models import IN_FORCE, Sanction, Strike


class ForceFilter(admin.SimpleListFilter):
    """Whether it is in force."""

    title = _("in force")
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(IN_FORCE)
        return queryset.exclude(IN_FORCE) if self.value() == "no" else queryset


@admin.register(Sanction)
class SanctionAdmin(ReadOnlyAdmin):
    """What was done to things and members, and how it ended."""

    group = Group.MODERATION
    place = 5
    audit_target = "sanction"
    deeds = (desk.LIFT,)
    list_display = ("at", "act", "about", "whom", "told", "ends", "state_mark")
    list_select_related = ("member",)
    list_filter = (ForceFilter, "act", MadeFilter)
    search_fields = ("id__exact", "thing_id__exact", "decision__id__exact", "member__username__exact")
    search_help_text = _("A username, or the id of a thing or a decision.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nobody sees who decided about themselves."""
        return super().get_queryset(request).exclude(member_id=request.user.pk)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: Sanction) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("thing"))
    def about(self, row: Sanction) -> str:
        return f"{row.kind} {row.get_label_display()}".strip()

    @admin.display(description=_("member"))
    def whom(self, row: Sanction) -> Any:
        return links.to_row(row.member) if row.member else links.NONE

    @admin.display(description=_("reason"))
    def told(self, row: Sanction) -> str:
        return short(row.reason)

    @admin.display(description=_("until"))
    def ends(self, row: Sanction) -> Any:
        return moment(row.until)

    @admin.display(description=_("state"))
    def state_mark(self, row: Sanction) -> Any:
        return desk.standing(row)

    def facts(self, row: Sanction) -> list[tuple[Any, Any]]:
        return [
            (_("State"), self.state_mark(row)),
            (_("Act"), row.get_act_display()),
            (_("Member"), self.whom(row)),
            (_("Decision"), links.to_key("moderation.Decision", row.decision_id, _("the decision behind it"))),
            (_("Imposed by"), links.to_row(row.made_by) if row.made_by else links.NONE),
            (_("Until"), self.ends(row)),
            (_("Ended"), moment(row.ended_at)),
            (_("Ended by"), links.to_row(row.ended_by) if row.ended_by else links.NONE),
        ]


@admin.register(Strike)
class StrikeAdmin(ReadOnlyAdmin):
    """What counts against members, and until when."""

    group = Group.MODERATION
    place = 6
    list_display = ("at", "whom", "points", "ends", "state_mark")
    list_select_related = ("member", "sanction")
    list_filter = (MadeFilter,)
    search_fields = ("member__username__exact",)
    search_help_text = _("A username.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nobody sees what counts against themselves; members are told of their decisions elsewhere."""
        return super().get_queryset(request).exclude(member_id=request.user.pk)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: Strike) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("member"))
    def whom(self, row: Strike) -> Any:
        return links.to_row(row.member) if row.member else links.NONE

    @admin.display(description=_("until"))
    def ends(self, row: Strike) -> Any:
        return moment(row.expires_at)

    @admin.display(description=_("state"))
    def state_mark(self, row: Strike) -> Any:
        return badge(_("void")) if row.voided_at else links.to_row(row.sanction, row.sanction.get_act_display())
