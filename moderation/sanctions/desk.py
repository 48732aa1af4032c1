"""Sanctions on the desk: lifting one, what was done to a member or a thing, and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from config.desk import access, links
from config.desk.deeds import Deed, ReasonForm
from config.desk.figures import Value, bounded, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.desk.marks import badge, moment, short
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.roles import Viewer
from moderation.sanctions import services
from moderation.sanctions.choices import ON_ACCOUNTS, ON_THINGS, Act
from moderation.sanctions.models import IN_FORCE, Sanction, Strike


def _lift(actor: Viewer, row: Sanction, data: Mapping[str, Any]) -> object:
    return services.lift(sanction_id=row.pk, actor=actor, reason=data["reason"])


LIFT = Deed(
    name="lift",
    label=_("Lift"),
    explains=_("It ends now, and what it did is undone; what other sanctions do stays."),
    does=_lift,
    form=ReasonForm,
    fits=lambda row: row.ended_at is None and row.act != Act.WARN,
)


def standing(row: Sanction) -> Any:
    """Whether it is in force, and else how it ended."""
    return badge(_("in force"), "bad") if row.ended_at is None else badge(row.get_ended_as_display())


def _of_member(user_id: UUID) -> Iterable[Sequence[Any]]:
    if user_id == access.viewer().pk:
        return
    for row in Sanction.objects.filter(member_id=user_id).order_by("-pk")[:MOST_ROWS]:
        yield links.to_row(row, row.get_act_display()), short(row.reason), standing(row), moment(row.created_at)


def _of_decision(decision_id: UUID) -> Iterable[Sequence[Any]]:
    for row in Sanction.objects.filter(decision_id=decision_id).order_by("pk")[:MOST_ROWS]:
        yield links.to_row(row, row.get_act_display()), moment(row.until), standing(row)


def _of_case(case_id: UUID) -> Iterable[Sequence[Any]]:
    rows = Sanction.objects.filter(decision__case_id=case_id).order_by("-pk")
    for row in rows[:MOST_ROWS]:
        yield links.to_row(row, row.get_act_display()), moment(row.until), standing(row), moment(row.created_at)


def _in_force() -> Value:
    return bounded(Sanction.objects.filter(IN_FORCE).exclude(act=Act.WARN))


def _by_day(days: Sequence[date]) -> list[list[int]]:
    rows = Sanction.objects
    return [
        by_day(rows.filter(act__in=ON_THINGS), "created_at", days),
        by_day(rows.filter(act=Act.WARN), "created_at", days),
        by_day(rows.filter(act__in=ON_ACCOUNTS), "created_at", days),
    ]


def _strikes_of(user_id: UUID) -> Iterable[Sequence[Any]]:
    if user_id == access.viewer().pk:
        return
    for row in Strike.objects.filter(member_id=user_id).select_related("sanction").order_by("-pk")[:MOST_ROWS]:
        ended = badge(_("void")) if row.voided_at else moment(row.expires_at)
        yield links.to_row(row.sanction, row.sanction.get_act_display()), row.points, ended


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    _furnish_members()
    _furnish_cases()
    register_figure(
        "sanctions-in-force",
        label=_("Sanctions in force"),
        read=_in_force,
        group=Group.MODERATION,
        link=("moderation.Sanction", {"force": "yes"}),
    )
    register_chart(
        "sanctions",
        title=_("Sanctions by day"),
        series=[_("on things"), _("warnings"), _("on accounts")],
        read=_by_day,
        group=Group.MODERATION,
    )


def _furnish_members() -> None:
    register_panel(
        "accounts.User",
        Panel(
            name="sanctions",
            title=_("Done to them"),
            columns=[_("Act"), _("Reason"), _("State"), _("When")],
            rows=_of_member,
            model="moderation.Sanction",
            more=lambda user_id: {"member__id__exact": user_id},
            place=55,
        ),
    )
    register_panel(
        "accounts.User",
        Panel(
            name="strikes",
            title=_("Strikes"),
            columns=[_("For"), _("Points"), _("Until")],
            rows=_strikes_of,
            model="moderation.Strike",
            more=lambda user_id: {"member__id__exact": user_id},
            place=56,
        ),
    )


def _furnish_cases() -> None:
    register_panel(
        "moderation.Decision",
        Panel(
            name="sanctions",
            title=_("What it did"),
            columns=[_("Act"), _("Until"), _("State")],
            rows=_of_decision,
            model="moderation.Sanction",
            more=lambda decision_id: {"decision__id__exact": decision_id},
        ),
    )
    register_panel(
        "moderation.Case",
        Panel(
            name="sanctions",
            title=_("What was done"),
            columns=[_("Act"), _("Until"), _("State"), _("When")],
            rows=_of_case,
            model="moderation.Sanction",
            more=lambda case_id: {"decision__case__id__exact": case_id},
            place=20,
        ),
    )
