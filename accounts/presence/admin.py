"""Presence on the desk, to be read. Of shared places it says that and by which words, not where: no role opens that."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.presence.models import Presence, SharedLocation
from accounts.presence.queries import is_online
from config.desk import links
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.pages import ReadOnlyAdmin
from config.roles import SIGNED_IN_STATES


class _OfMember(ReadOnlyAdmin):
    """One row a member, found by name."""

    group = Group.PEOPLE
    list_select_related = ("user",)
    search_fields = ("user__username__exact", "user_id__exact")
    search_help_text = _("A username, or the id of a member.")
    ordering = ("-user_id",)
    fields = ()

    @admin.display(description=_("member"))
    def member(self, row: Any) -> Any:
        return links.to_row(row.user)


@admin.register(Presence)
class PresenceAdmin(_OfMember):
    """When members were last here."""

    place = 25
    list_display = ("member", "state", "last_active")

    @admin.display(description=_("state"))
    def state(self, row: Presence) -> Any:
        if row.user.status not in SIGNED_IN_STATES:
            return links.NONE
        if row.invisible_since:
            return badge(_("invisible"), "warn")
        return badge(_("online"), "good") if is_online(row.last_active_at) else _("away")

    @admin.display(description=_("last active"))
    def last_active(self, row: Presence) -> Any:
        return moment(row.last_active_at) if row.last_active_at else links.NONE

    def facts(self, row: Presence) -> list[tuple[Any, Any]]:
        return [
            (_("Member"), self.member(row)),
            (_("State"), self.state(row)),
            (_("Last active"), self.last_active(row)),
            (_("Invisible since"), moment(row.invisible_since) if row.invisible_since else links.NONE),
        ]


@admin.register(SharedLocation)
class SharedLocationAdmin(_OfMember):
    """Who shares a place, since when, and by which words."""

    place = 26
    list_display = ("member", "agreed", "words_version", "last_shared")

    @admin.display(description=_("agreed"))
    def agreed(self, row: SharedLocation) -> Any:
        return moment(row.consented_at)

    @admin.display(description=_("last shared"))
    def last_shared(self, row: SharedLocation) -> Any:
        return moment(row.last_shared_at)

    def facts(self, row: SharedLocation) -> list[tuple[Any, Any]]:
        return [
            (_("Member"), self.member(row)),
            (_("Agreed"), self.agreed(row)),
            (_("Version of the words"), row.words_version),
            (_("Last shared"), self.last_shared(row)),
        ]
