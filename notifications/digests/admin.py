"""Digests on the desk: whose, of which time, and what became of them. What they said is not kept."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.pages import ReadOnlyAdmin
from notifications.digests.models import Digest, State


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    """Digests, newest first."""

    group = Group.MAIL
    list_display = ("whose", "frequency", "until", "collected", "standing")
    list_select_related = ("member",)
    list_filter = ("frequency", "state", MadeFilter)
    search_fields = ("member__username__exact", "id__exact")
    search_help_text = _("A username, or the id of a digest.")
    ordering = ("-id",)
    sortable_by = ()

    @admin.display(description=_("member"))
    def whose(self, row: Digest) -> Any:
        return links.to_row(row.member)

    @admin.display(description=_("until"))
    def until(self, row: Digest) -> Any:
        return moment(row.period_end)

    @admin.display(description=_("state"))
    def standing(self, row: Digest) -> Any:
        return badge(row.get_state_display(), "good" if row.state == State.SENT else "")

    def facts(self, row: Digest) -> list[tuple[Any, Any]]:
        delivery = row.delivery_id
        return [
            (_("Member"), self.whose(row)),
            (_("Frequency"), row.get_frequency_display()),
            (_("From"), moment(row.period_start)),
            (_("Until"), self.until(row)),
            (_("Notifications"), row.collected),
            (_("Named in the mail"), len(row.told)),
            (_("State"), self.standing(row)),
            (_("Message"), links.to_key("notifications.Delivery", delivery, str(delivery)) if delivery else links.NONE),
            (_("Ended"), moment(row.ended_at)),
        ]
