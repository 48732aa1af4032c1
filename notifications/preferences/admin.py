"""Preferences on the desk: to look at, for whoever asks why they were told, or were not."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.pages import ReadOnlyAdmin
from notifications.preferences.models import MutedThread, Preferences


@admin.register(Preferences)
class PreferencesAdmin(ReadOnlyAdmin):
    """What members chose that is not as usual."""

    group = Group.MAIL
    list_display = ("whose", "frequency", "rate_limit_per_hour", "changed")
    list_select_related = ("member",)
    list_filter = ("frequency",)
    search_fields = ("member__username__exact",)
    search_help_text = _("A username.")
    ordering = ("-member_id",)

    @admin.display(description=_("member"))
    def whose(self, row: Preferences) -> Any:
        return links.to_row(row.member)

    @admin.display(description=_("changed"))
    def changed(self, row: Preferences) -> Any:
        return moment(row.updated_at)

    def facts(self, row: Preferences) -> list[tuple[Any, Any]]:
        ranges = [f"{' '.join(each['days'])} {each['start']}–{each['end']}" for each in row.ranges]
        chosen = [
            f"{name}: {channel} {'✓' if wants else '✗'}"
            for name, of in row.choices.items()
            for channel, wants in of.items()
        ]
        return [
            (_("Member"), self.whose(row)),
            (_("Chosen"), ", ".join(chosen) or links.NONE),
            (_("Digest"), row.get_frequency_display()),
            (_("Messages an hour"), row.rate_limit_per_hour or links.NONE),
            (_("Quiet hours"), ", ".join(ranges) or links.NONE),
            (_("Time zone"), row.timezone or links.NONE),
            (_("Changed"), self.changed(row)),
        ]


@admin.register(MutedThread)
class MutedThreadAdmin(ReadOnlyAdmin):
    """Which threads members have muted."""

    group = Group.MAIL
    list_display = ("whose", "about", "since")
    list_select_related = ("member",)
    list_filter = (MadeFilter,)
    search_fields = ("member__username__exact", "thing_id__exact")
    search_help_text = _("A username, or the id of a thing.")
    ordering = ("-id",)

    @admin.display(description=_("member"))
    def whose(self, row: MutedThread) -> Any:
        return links.to_row(row.member)

    @admin.display(description=_("thing"))
    def about(self, row: MutedThread) -> str:
        return f"{row.kind} {row.thing_id}"

    @admin.display(description=_("since"), ordering="id")
    def since(self, row: MutedThread) -> Any:
        return moment(row.created_at)

    def facts(self, row: MutedThread) -> list[tuple[Any, Any]]:
        return [(_("Member"), self.whose(row)), (_("Thing"), self.about(row)), (_("Since"), self.since(row))]
