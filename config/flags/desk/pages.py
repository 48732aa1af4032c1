"""Flags and groups, changed through their services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.groups import Group as Place
from config.desk.marks import badge
from config.desk.pages import FormAdmin
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.flags import queries, registry, services
from config.flags.desk.forms import FlagForm, GroupForm, changes_of
from config.flags.models import Flag, Group


@admin.register(Flag)
class FlagAdmin(FormAdmin):
    """Every flag that code declares, and those that are left over."""

    group = Place.OPERATIONS
    audit_target = "flag"
    form = FlagForm
    list_display = ("name", "stands_before", "on_for", "in_use", "note")
    search_fields = ("name__exact",)
    ordering = ("name",)
    sortable_by = ()
    fields = ("mode", "percent", "roles", "groups", "users", "note", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flag]:
        return super().get_queryset(request).prefetch_related("groups").annotate(named=Count("users", distinct=True))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What no code asks for has nothing to be decided about."""
        return super().has_change_permission(request, obj) and (obj is None or _declared(obj) is not None)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if self.has_change_permission(request, obj) else ("name", "note")

    def audit_id(self, row: Any) -> str:
        return str(row.name)

    def facts(self, row: Flag) -> list[tuple[Any, Any]]:
        return [
            (_("Stands before"), self.stands_before(row)),
            (_("On for"), self.on_for(row)),
            (_("In use"), self.in_use(row)),
        ]

    def save_by_service(self, request: HttpRequest, row: Model | None, data: Mapping[str, Any]) -> Model:
        assert isinstance(row, Flag)
        actor: Any = request.user
        return services.change_flag(name=row.name, actor=actor, changes=changes_of(data), reason=data["reason"])

    @admin.display(description=_("stands before"))
    def stands_before(self, row: Flag) -> Any:
        declared = _declared(row)
        return declared.title if declared else links.NONE

    @admin.display(description=_("on for"))
    def on_for(self, row: Flag) -> Any:
        said = queries.whom(row)
        return badge(said, "bad" if row.everyone is False else "good" if row.everyone else "")

    @admin.display(description=_("in use"))
    def in_use(self, row: Flag) -> Any:
        return _("yes") if _declared(row) else badge(_("no code asks for it"), "warn")


def _declared(row: Flag) -> registry.Declared | None:
    return next((declared for declared in registry.declared() if declared.name == row.name), None)


@admin.register(Group)
class GroupAdmin(FormAdmin):
    """Groups of members for flags; `beta` is always there."""

    group = Place.OPERATIONS
    audit_target = "flag_group"
    form = GroupForm
    list_display = ("name", "size", "used_by")
    search_fields = ("name__exact",)
    ordering = ("name",)
    sortable_by = ()
    fields = ("add", "remove", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).prefetch_related("flags").annotate(held=Count("members", distinct=True))

    def audit_id(self, row: Any) -> str:
        return str(row.name)

    def facts(self, row: Any) -> list[tuple[Any, Any]]:
        return [(_("Members"), self.size(row)), (_("Flags"), self.used_by(row))]

    def save_by_service(self, request: HttpRequest, row: Model | None, data: Mapping[str, Any]) -> Model:
        assert isinstance(row, Group)
        actor: Any = request.user
        return services.change_group(
            name=row.name, actor=actor, add=data["add"], remove=data["remove"], reason=data["reason"]
        )

    @admin.display(description=_("members"))
    def size(self, row: Any) -> int:
        return int(row.held)

    @admin.display(description=_("flags"))
    def used_by(self, row: Group) -> str:
        return ", ".join(sorted(flag.name for flag in row.flags.all())) or links.NONE


def _members(group_id: int) -> list[tuple[Any]]:
    through: Any = Group.members.through
    rows = through.objects.filter(group_id=group_id).select_related("user").order_by("-pk")[: MOST_ROWS + 1]
    return [(links.to_row(row.user),) for row in rows]


def register() -> None:
    """Put the newest members on a group's page; called when the app is ready."""
    panel = Panel("members", _("Newest members"), columns=[_("Member")], rows=_members, model="flags.Group", place=10)
    register_panel("flags.Group", panel)
