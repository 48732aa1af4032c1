"""What the desk has of mails: a panel on members, and mails by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.figures import by_day, register_chart
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.roles import Role
from notifications.mail.models import Outcome, SentMail


def outcome_of(row: SentMail) -> Any:
    """What became of a mail."""
    return badge(row.get_outcome_display(), "good" if row.outcome == Outcome.SENT else "bad")


def _newest(user_id: UUID) -> Iterable[Sequence[Any]]:
    for row in SentMail.objects.filter(user_id=user_id).order_by("-pk")[:MOST_ROWS]:
        yield links.to_row(row, row.kind), outcome_of(row), moment(row.sent_at)


def _by_day(days: Sequence[date]) -> list[list[int]]:
    return [by_day(SentMail.objects.filter(outcome=outcome), "created_at", days) for outcome in Outcome]


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    register_panel(
        "accounts.User",
        Panel(
            name="mails",
            title=_("Newest mails"),
            columns=[_("Kind"), _("Outcome"), _("Sent")],
            rows=_newest,
            model="notifications.SentMail",
            more=lambda user_id: {"user__id__exact": user_id},
            place=60,
        ),
    )
    register_chart(
        "mails",
        title=_("Mails by day"),
        series=[outcome.label for outcome in Outcome],
        read=_by_day,
        group=Group.MAIL,
        role=Role.MANAGER,
    )
