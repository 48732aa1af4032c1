"""Broadcasts on the desk: how far each has come, and cancelling one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.charts import Series, bar_chart
from config.desk.deeds import Deed
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.pages import ReadOnlyAdmin
from config.roles import Viewer
from notifications.broadcasts import services
from notifications.broadcasts.models import Broadcast, State


def _cancel(actor: Viewer, row: Broadcast, data: Mapping[str, Any]) -> None:
    services.cancel(actor=actor, broadcast_id=row.pk)


@admin.register(Broadcast)
class BroadcastAdmin(ReadOnlyAdmin):
    """Broadcasts, newest first."""

    group = Group.MAIL
    audit_target = "broadcast"
    list_display = ("when", "by", "standing", "told", "total")
    list_select_related = ("made_by",)
    list_filter = ("state", MadeFilter)
    search_fields = ("id__exact", "made_by__username__exact")
    search_help_text = _("The username of who made it, or the id of a broadcast.")
    ordering = ("-id",)
    sortable_by = ()
    deeds = (
        Deed(
            name="cancel",
            label=_("Cancel"),
            explains=_("Nobody more is told. Whoever was told keeps what they were told."),
            does=_cancel,
            fits=lambda row: row.state == State.TELLING,
        ),
    )

    @admin.display(description=_("when"), ordering="id")
    def when(self, row: Broadcast) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("made by"))
    def by(self, row: Broadcast) -> Any:
        return links.to_row(row.made_by) if row.made_by is not None else links.NONE

    @admin.display(description=_("state"))
    def standing(self, row: Broadcast) -> Any:
        return badge(row.get_state_display(), "good" if row.state == State.DONE else "")

    def facts(self, row: Broadcast) -> list[tuple[Any, Any]]:
        left = max(0, row.total - row.looked_at)
        chart = bar_chart(
            "progress",
            _("How far it has come"),
            labels=[_("told"), _("passed over"), _("left")],
            series=[Series(_("members"), [float(row.told), float(row.looked_at - row.told), float(left)])],
        )
        return [
            (_("When"), self.when(row)),
            (_("Made by"), self.by(row)),
            (_("State"), self.standing(row)),
            (_("Title"), " / ".join(row.title.values())),
            (_("Progress"), chart),
            (_("Expires"), moment(row.expires_at)),
            (_("Ended"), moment(row.ended_at)),
        ]
