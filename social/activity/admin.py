"""Items on the desk: found by who, what and when; hidden, shown and pinned. Flags are to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config import entities
from config.desk import links
from config.desk.deeds import Deed, ReasonForm
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.pages import ReadOnlyAdmin
from social.activity import services
from social.activity.models import ActivityEvent, ActivityFlag

DEEDS = (
    Deed(
        name="hide",
        label=_("Hide"),
        explains=_("It is gone from every feed, at once."),
        does=lambda actor, row, data: services.hide_item(row.pk, actor=actor, reason=data["reason"]),
        form=ReasonForm,
        fits=lambda row: row.hidden_at is None and row.deleted_at is None,
        tone="bad",
    ),
    Deed(
        name="restore",
        label=_("Show again"),
        explains=_("It stands in feeds again, and the flags so far count no more."),
        does=lambda actor, row, data: services.restore_item(row.pk, actor=actor, reason=data["reason"]),
        form=ReasonForm,
        fits=lambda row: row.deleted_at is None and (row.hidden_at is not None or row.flag_count > 0),
    ),
    Deed(
        name="pin",
        label=_("Keep"),
        explains=_("It is not deleted when it is old."),
        does=lambda actor, row, data: services.pin_item(item_id=row.pk, actor=actor, reason=data["reason"]),
        form=ReasonForm,
        fits=lambda row: not row.is_pinned and row.deleted_at is None,
    ),
    Deed(
        name="unpin",
        label=_("Keep no longer"),
        explains=_("It is deleted when it is old, as any other."),
        does=lambda actor, row, data: services.unpin_item(item_id=row.pk, actor=actor, reason=data["reason"]),
        form=ReasonForm,
        fits=lambda row: row.is_pinned and row.deleted_at is None,
    ),
)


class HiddenFilter(SetFilter):
    """Whether it was hidden."""

    title = _("hidden")
    parameter_name = "hidden"
    field = "hidden_at"


class TakenOffFilter(SetFilter):
    """Whether its actor took it off."""

    title = _("deleted")
    parameter_name = "deleted"
    field = "deleted_at"


def standing_of(row: ActivityEvent) -> Any:
    """Whether an item stands."""
    if row.deleted_at is not None:
        return badge(_("deleted"), "bad")
    return badge(_("hidden"), "bad") if row.hidden_at is not None else badge(_("stands"), "good")


@admin.register(ActivityEvent)
class ActivityEventAdmin(ReadOnlyAdmin):
    """What members did, newest first, hidden and deleted items too."""

    group = Group.SOCIAL
    audit_target = "activity"
    deeds = DEEDS
    list_display = ("at", "by", "verb", "about", "standing", "flags")
    list_select_related = ("actor",)
    list_filter = (HiddenFilter, TakenOffFilter, MadeFilter, "is_pinned", "visibility")
    search_fields = ("id__exact", "actor__username__exact", "thing_id__exact", "verb__exact")
    search_help_text = _("A username, a verb, or the id of an item or of the thing that it is about.")
    ordering = ("-id",)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: ActivityEvent) -> Any:
        return moment(row.occurred_at)

    @admin.display(description=_("who"))
    def by(self, row: ActivityEvent) -> Any:
        return links.to_row(row.actor)

    @admin.display(description=_("thing"))
    def about(self, row: ActivityEvent) -> str:
        return f"{row.kind} {row.thing_id}"

    @admin.display(description=_("standing"))
    def standing(self, row: ActivityEvent) -> Any:
        return standing_of(row)

    @admin.display(description=_("flags"))
    def flags(self, row: ActivityEvent) -> Any:
        return links.to_rows("social.ActivityFlag", row.flag_count, item__id__exact=row.pk)

    def facts(self, row: ActivityEvent) -> list[tuple[Any, Any]]:
        return [
            (_("Who"), self.by(row)),
            (_("Verb"), row.verb),
            (_("Thing"), _named(row.kind, row.thing_id)),
            (_("Target"), _named(row.target_kind, row.target_id) if row.target_id else links.NONE),
            (_("For"), row.get_visibility_display()),
            (_("When"), self.at(row)),
            (_("Standing"), standing_of(row)),
            (_("Flags"), self.flags(row)),
            (_("Kept"), _("Yes") if row.is_pinned else _("No")),
        ]


def _named(kind: str, thing_id: Any) -> str:
    """A thing by what it is called, where its kind is known and it is there."""
    try:
        found = entities.kind(kind).summaries([thing_id]).get(thing_id)
    except entities.UnknownKind:
        found = None
    return f"{kind}: {found.title}" if found else f"{kind} {thing_id}"


@admin.register(ActivityFlag)
class ActivityFlagAdmin(ReadOnlyAdmin):
    """Who flagged which item."""

    group = Group.SOCIAL
    list_display = ("at", "by_member", "of_item")
    list_select_related = ("member", "item")
    list_filter = (MadeFilter,)
    search_fields = ("member__username__exact", "item__id__exact")
    search_help_text = _("A username, or the id of an item.")
    ordering = ("-id",)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: ActivityFlag) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("member"))
    def by_member(self, row: ActivityFlag) -> Any:
        return links.to_row(row.member)

    @admin.display(description=_("activity"))
    def of_item(self, row: ActivityFlag) -> Any:
        return links.to_row(row.item)

    def facts(self, row: ActivityFlag) -> list[tuple[Any, Any]]:
        return [(_("Member"), self.by_member(row)), (_("Activity"), self.of_item(row)), (_("When"), self.at(row))]
