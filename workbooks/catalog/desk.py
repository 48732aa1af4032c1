"""What the desk has of workbooks: featuring, panels on members and workbooks, publications by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from config.db import is_postgres
from config.desk import links
from config.desk.counting import estimated
from config.desk.deeds import Deed, NothingAsked
from config.desk.figures import Value, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.desk.marks import badge, moment, number
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.roles import Viewer
from workbooks.catalog import services
from workbooks.catalog.models import STANDING, FeaturedPick, State, Workbook, WorkbookVersion


class FeatureForm(forms.Form):
    """Where it stands, and from when until when."""

    position = forms.IntegerField(
        label=_("Position"), min_value=0, max_value=10_000, initial=0, help_text=_("The least comes first.")
    )
    starts_at = forms.DateTimeField(
        label=_("From"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("In UTC. Left empty, it is shown at once."),
    )
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("In UTC. Left empty, it stays until somebody takes it back."),
    )


def _feature(actor: Viewer, row: Workbook, data: Mapping[str, Any]) -> None:
    services.feature_workbook(actor=actor, workbook_id=row.pk, **data)


def _unfeature(actor: Viewer, row: Workbook | FeaturedPick, data: Mapping[str, Any]) -> None:
    pick = row if isinstance(row, FeaturedPick) else row.pick
    services.unfeature_workbook(actor=actor, pick_id=pick.pk)


def _is_picked(row: Workbook) -> bool:
    return getattr(row, "pick", None) is not None


FEATURE = Deed(
    name="feature",
    label=_("Feature"),
    explains=_("It is shown first on the start page and in the list of featured workbooks."),
    does=_feature,
    form=FeatureForm,
    fits=lambda row: row.is_listed and not _is_picked(row),
)
UNFEATURE = Deed(
    name="unfeature",
    label=_("Feature no longer"),
    explains=_("It is taken off the featured workbooks; the workbook itself stays as it is."),
    does=_unfeature,
    form=NothingAsked,
    fits=lambda row: isinstance(row, FeaturedPick) or _is_picked(row),
)


def standing_of(row: Workbook) -> Any:
    """Where a workbook stands: deleted and hidden say more than its state."""
    if row.deleted_at is not None:
        return badge(_("deleted"), "bad")
    if row.removed_at is not None:
        return badge(_("removed"), "bad")
    if row.hidden_at is not None:
        return badge(_("hidden"), "bad")
    return badge(row.get_status_display(), "good" if row.status == State.PUBLISHED else "")


def _of_member(user_id: UUID) -> Iterable[Sequence[Any]]:
    for row in Workbook.objects.filter(author_id=user_id).order_by("-listed_at", "-pk")[:MOST_ROWS]:
        yield links.to_row(row), standing_of(row), number(row.shown_views), moment(row.created_at)


def _versions(workbook_id: UUID) -> Iterable[Sequence[Any]]:
    rows = WorkbookVersion.objects.filter(workbook_id=workbook_id).select_related("replaced_by")
    for row in rows.order_by("-number")[:MOST_ROWS]:
        yield links.to_row(row, row.number), row.title, links.to_row(row.replaced_by), moment(row.replaced_at)


def _published(days: Sequence[date]) -> list[list[int]]:
    return [by_day(Workbook.objects.filter(STANDING), "listed_at", days)]


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    register_panel(
        "accounts.User",
        Panel(
            name="workbooks",
            title=_("Newest workbooks"),
            columns=[_("Title"), _("Standing"), _("Views"), _("Made")],
            rows=_of_member,
            model="workbooks.Workbook",
            more=lambda user_id: {"author__id__exact": user_id},
            place=10,
        ),
    )
    register_panel(
        "workbooks.Workbook",
        Panel(
            name="versions",
            title=_("Earlier versions"),
            columns=[_("Version"), _("Title"), _("Replaced by"), _("Replaced")],
            rows=_versions,
            model="workbooks.WorkbookVersion",
            more=lambda workbook_id: {"workbook__id__exact": workbook_id},
            place=30,
        ),
    )
    register_figure(
        "workbooks",
        label=_("Workbooks"),
        read=lambda: Value(estimated(Workbook), is_estimate=is_postgres()),
        group=Group.CONTENT,
        link=("workbooks.Workbook", {}),
        kept=timedelta(minutes=5),
    )
    register_figure(
        "featured",
        label=_("Featured"),
        read=lambda: FeaturedPick.objects.count(),
        group=Group.CONTENT,
        link=("workbooks.FeaturedPick", {}),
    )
    register_chart(
        "publications",
        title=_("Publications by day"),
        series=[_("workbooks")],
        read=_published,
        group=Group.CONTENT,
    )
