"""Notifications on the desk: who was told of what sort of thing, and what became of it. What they say is not shown."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.pages import ReadOnlyAdmin
from notifications.inbox.models import InboxState, Notification, NotificationCause, UnreadCount


class ReadFilter(SetFilter):
    """Whether its row says that it was read."""

    title = _("read")
    parameter_name = "read"
    field = "read_at"


class ArchivedFilter(SetFilter):
    """Whether it was put away."""

    title = _("archived")
    parameter_name = "archived"
    field = "archived_at"


def standing_of(row: Notification) -> Any:
    """Where a notification stands."""
    if not row.in_app:
        return badge(_("not in the app"))
    if row.archived_at is not None:
        return badge(_("archived"))
    return badge(_("read"), "good") if row.read_at is not None else badge(_("unread"))


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """What members were told, newest first."""

    group = Group.MAIL
    list_display = ("at", "to", "type", "standing", "count")
    list_select_related = ("recipient",)
    list_filter = (ReadFilter, ArchivedFilter, MadeFilter)
    search_fields = ("id__exact", "recipient__username__exact")
    search_help_text = _("A username, or the id of a notification.")
    ordering = ("-id",)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: Notification) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("to"))
    def to(self, row: Notification) -> Any:
        return links.to_row(row.recipient)

    @admin.display(description=_("standing"))
    def standing(self, row: Notification) -> Any:
        return standing_of(row)

    def facts(self, row: Notification) -> list[tuple[Any, Any]]:
        return [
            (_("To"), self.to(row)),
            (_("Type"), row.type),
            (_("Thing"), f"{row.kind} {row.thing_id}" if row.thing_id else links.NONE),
            (_("Events"), row.count),
            (_("People"), row.actor_count),
            (_("Standing"), standing_of(row)),
            (_("Delivered by"), ", ".join(row.channels) or links.NONE),
            (_("When"), self.at(row)),
            (_("Read"), moment(row.read_at)),
        ]


@admin.register(NotificationCause)
class NotificationCauseAdmin(ReadOnlyAdmin):
    """Which event told whom, and what was decided by channel."""

    group = Group.MAIL
    list_display = ("when", "to", "type", "because_of", "decided")
    list_select_related = ("recipient",)
    search_fields = ("cause_id__exact", "recipient__username__exact")
    search_help_text = _("A username, or the number of an event.")
    ordering = ("-id",)

    @admin.display(description=_("when"), ordering="id")
    def when(self, row: NotificationCause) -> Any:
        return moment(row.at)

    @admin.display(description=_("to"))
    def to(self, row: NotificationCause) -> Any:
        return links.to_row(row.recipient)

    @admin.display(description=_("because of"))
    def because_of(self, row: NotificationCause) -> Any:
        return links.to_key("events.DomainEvent", row.cause_id, f"#{row.cause_id}")

    @admin.display(description=_("decided"))
    def decided(self, row: NotificationCause) -> str:
        return ", ".join(f"{channel}: {said[0]} ({said[1]})" for channel, said in row.decisions.items())

    def facts(self, row: NotificationCause) -> list[tuple[Any, Any]]:
        return [
            (_("To"), self.to(row)),
            (_("Type"), row.type),
            (_("Because of"), self.because_of(row)),
            (_("Decided"), self.decided(row)),
            (_("When"), self.when(row)),
            (_("Taken back"), moment(row.taken_back_at)),
        ]


@admin.register(InboxState)
class InboxStateAdmin(ReadOnlyAdmin):
    """Inboxes: how many notifications are unread, and how far all were read."""

    group = Group.MAIL
    list_display = ("whose", "unread", "position", "read_through")
    list_select_related = ("member",)
    search_fields = ("member__username__exact",)
    search_help_text = _("A username.")
    ordering = ("-member_id",)

    @admin.display(description=_("member"))
    def whose(self, row: InboxState) -> Any:
        return links.to_row(row.member)

    def facts(self, row: InboxState) -> list[tuple[Any, Any]]:
        return [(_("Member"), self.whose(row)), (_("Unread"), row.unread), (_("Position"), row.position)]


@admin.register(UnreadCount)
class UnreadCountAdmin(ReadOnlyAdmin):
    """How many are unread by type."""

    group = Group.MAIL
    list_display = ("whose", "type", "count")
    list_select_related = ("member",)
    search_fields = ("member__username__exact",)
    search_help_text = _("A username.")
    ordering = ("-id",)

    @admin.display(description=_("member"))
    def whose(self, row: UnreadCount) -> Any:
        return links.to_row(row.member)

    def facts(self, row: UnreadCount) -> list[tuple[Any, Any]]:
        return [(_("Member"), self.whose(row)), (_("Type"), row.type), (_("Unread"), row.count)]
