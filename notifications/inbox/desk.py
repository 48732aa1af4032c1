"""What the desk has of notifications: a panel on members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.marks import moment
from config.desk.panels import MOST_ROWS, Panel, register_panel
from notifications.inbox.admin import standing_of
from notifications.inbox.models import LISTED, Notification


def _newest(member_id: UUID) -> Iterable[Sequence[Any]]:
    rows = Notification.objects.filter(LISTED, recipient_id=member_id).order_by("-position", "-pk")
    for row in rows[:MOST_ROWS]:
        yield links.to_row(row, row.type), standing_of(row), moment(row.changed_at)


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    register_panel(
        "accounts.User",
        Panel(
            name="notifications",
            title=_("Newest notifications"),
            columns=[_("Type"), _("Standing"), _("When")],
            rows=_newest,
            model="notifications.Notification",
            more=lambda member_id: {"recipient__id__exact": member_id},
            place=61,
        ),
    )
