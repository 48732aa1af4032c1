"""Reports on the desk: beside the case that they belong to, and by day on the start page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.figures import by_day, register_chart
from config.desk.groups import Group
from config.desk.marks import moment, short
from config.desk.panels import MOST_ROWS, Panel, register_panel
from moderation.reports.models import Report


def _of_case(case_id: UUID) -> Iterable[Sequence[Any]]:
    rows = Report.objects.filter(case_id=case_id).select_related("reporter").order_by("-pk")
    for row in rows[:MOST_ROWS]:
        who = links.to_row(row.reporter) if row.reporter else links.NONE
        yield links.to_row(row, row.get_category_display()), short(row.text), who, row.get_state_display()


def _of_member(user_id: UUID) -> Iterable[Sequence[Any]]:
    for row in Report.objects.filter(reporter_id=user_id).order_by("-pk")[:MOST_ROWS]:
        yield (
            links.to_row(row, row.get_category_display()),
            short(row.title),
            row.get_state_display(),
            moment(row.created_at),
        )


def _filed(days: Sequence[date]) -> list[list[int]]:
    return [by_day(Report.objects.all(), "created_at", days)]


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    register_panel(
        "moderation.Case",
        Panel(
            name="reports",
            title=_("Reports"),
            columns=[_("For"), _("Words"), _("By"), _("State")],
            rows=_of_case,
            model="moderation.Report",
            more=lambda case_id: {"case__id__exact": case_id},
            place=10,
        ),
    )
    register_panel(
        "accounts.User",
        Panel(
            name="reports-filed",
            title=_("What they reported"),
            columns=[_("For"), _("Thing"), _("State"), _("When")],
            rows=_of_member,
            model="moderation.Report",
            more=lambda user_id: {"reporter__id__exact": user_id},
            place=70,
        ),
    )
    register_chart("reports", title=_("Reports by day"), series=[_("filed")], read=_filed, group=Group.MODERATION)
