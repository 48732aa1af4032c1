"""Requests on the desk, to look at and to find; messages are read in the case of what was reported, and not here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment
from config.desk.pages import ReadOnlyAdmin
from social.friends.choices import RequestStatus
from social.friends.models import FriendRequest

TONES: dict[str, Tone] = {RequestStatus.PENDING: "warn", RequestStatus.ACCEPTED: "good"}


@admin.register(FriendRequest)
class FriendRequestAdmin(ReadOnlyAdmin):
    """Who asked whom, and what became of it, newest first."""

    group = Group.SOCIAL
    list_display = ("at", "by", "of", "status_mark", "answered")
    list_select_related = ("sender", "recipient")
    list_filter = ("status", MadeFilter)
    search_fields = ("id__exact", "sender__username__exact", "recipient__username__exact")
    search_help_text = _("An id, or the username at either end.")
    exclude = ("message",)
    ordering = ("-id",)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: FriendRequest) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("who"))
    def by(self, row: FriendRequest) -> Any:
        return links.to_row(row.sender)

    @admin.display(description=_("whom"))
    def of(self, row: FriendRequest) -> Any:
        return links.to_row(row.recipient)

    @admin.display(description=_("status"))
    def status_mark(self, row: FriendRequest) -> Any:
        return badge(row.get_status_display(), TONES.get(row.status, ""))

    @admin.display(description=_("answered"))
    def answered(self, row: FriendRequest) -> Any:
        return moment(row.responded_at)

    def facts(self, row: FriendRequest) -> list[tuple[Any, Any]]:
        return [
            (_("Who"), self.by(row)),
            (_("Whom"), self.of(row)),
            (_("Status"), self.status_mark(row)),
            (_("When"), self.at(row)),
            (_("Answered"), self.answered(row)),
        ]
