"""Cases on the desk: what moderators do to them, one key each, and the figures of the queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from config import clock
from config.desk import access, links
from config.desk.deeds import Deed, NothingAsked, VersionForm, version_of, version_seen
from config.desk.figures import Value, bounded, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.panels import Panel, register_panel
from config.roles import Viewer
from moderation.cases import services
from moderation.cases.asked import MOST_HOURS, Action
from moderation.cases.choices import DISMISS as DISMISSAL
from moderation.cases.choices import RESTORE as RESTORATION
from moderation.cases.choices import Category, State
from moderation.cases.models import WAITING, Case, Decision
from moderation.cases.queries import cases_visible_to
from moderation.cases.texts import digest_of, text_of
from moderation.sanctions.choices import Act, Label
from moderation.screening.queries import screenings_visible_to


class DecisionForm(VersionForm):
    """What every decision says: about which text, for what, why, and to whom that is told."""

    text_digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    category = forms.ChoiceField(label=_("For"), choices=Category.choices, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author is told this."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the staff alone."),
    )


class DismissForm(DecisionForm):
    """Nothing is wrong: there is nothing that the author must be told."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ActionsForm(DecisionForm):
    """Several acts at once."""

    actions = forms.MultipleChoiceField(label=_("Acts"), choices=Act.choices, widget=forms.CheckboxSelectMultiple)
    label = forms.ChoiceField(label=_("Label"), choices=[("", "–"), *Label.choices], required=False)
    hours = forms.IntegerField(
        label=_("Hours"), required=False, min_value=1, max_value=MOST_HOURS, help_text=_("How long a mute holds.")
    )
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("When a suspension ends, in UTC."),
    )
    field_order = ("version", "text_digest", "actions", "label", "hours", "until", "category", "reason", "note")


class NoteForm(forms.Form):
    """A moderator's own words."""

    text = forms.CharField(
        label=_("Note"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the staff alone."),
    )


class EscalationForm(forms.Form):
    """Why a higher role must decide."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the staff alone."),
    )


def _first(row: Case) -> dict[str, Any]:
    text = text_of(row.kind, row.thing_id)
    return {**version_of(row), "category": row.category, "text_digest": digest_of(text)}


def _decide(actor: Viewer, row: Case, data: Mapping[str, Any], actions: Sequence[Action]) -> object:
    return services.decide(
        actor=actor,
        case_id=row.pk,
        expected_version=version_seen(row, data),
        actions=actions,
        category=data["category"] or None,
        reason=data["reason"],
        note=data["note"],
        seen_digest=data["text_digest"] or None,
    )


def _decide_in_full(actor: Viewer, row: Case, data: Mapping[str, Any]) -> object:
    until: datetime | None = data["until"]
    asked = [
        Action(
            act,
            hours=data["hours"] if act == Act.MUTE else None,
            until=until if act == Act.SUSPEND else None,
            label=data["label"] if act == Act.LABEL else "",
        )
        for act in data["actions"]
    ]
    return _decide(actor, row, data, asked)


def _is_waiting(row: Case) -> bool:
    return row.state != State.DECIDED


def _decision(kind: str, *, label: Any, explains: Any, key: str, form: type[forms.Form] = DecisionForm) -> Deed:
    """A decision of one action; what takes something away has a reason that the author is told."""
    return Deed(
        name=kind,
        label=label,
        explains=explains,
        does=lambda actor, row, data: _decide(actor, row, data, [Action(kind)]),
        form=form,
        fits=_is_waiting,
        first=_first,
        tone="bad" if form is DecisionForm else "plain",
        key=key,
    )


CLAIM = Deed(
    name="claim",
    label=_("Claim"),
    explains=_("The case is yours, and goes to nobody else until you give it back or decide."),
    does=lambda actor, row, data: services.claim(actor=actor, case_id=row.pk),
    form=NothingAsked,
    fits=lambda row: row.state == State.OPEN,
    key="c",
)
RELEASE = Deed(
    name="release",
    label=_("Give back"),
    explains=_("The case is anybody's again."),
    does=lambda actor, row, data: services.release(actor=actor, case_id=row.pk),
    form=NothingAsked,
    fits=lambda row: row.state == State.CLAIMED,
    key="g",
)
DISMISS = _decision(
    DISMISSAL,
    label=_("Nothing wrong"),
    explains=_(
        "The case is decided: nothing is done, and reports of this text are answered at once until it is edited."
    ),
    key="d",
    form=DismissForm,
)
HIDE = _decision(
    Act.HIDE.value,
    label=_("Hide"),
    explains=_("It is seen by its author and the staff alone, on every surface, at once. The author can appeal."),
    key="h",
)
REMOVE = _decision(
    Act.REMOVE.value,
    label=_("Remove"),
    explains=_("It is seen by the staff alone, on every surface, at once. The author can appeal."),
    key="x",
)
WARN = _decision(
    Act.WARN.value,
    label=_("Warn"),
    explains=_("It stays, and its author is warned, which counts as a strike."),
    key="w",
)
ACT = Deed(
    name="act",
    label=_("Decide"),
    explains=_("Several acts at once: all of them take hold, or none does."),
    does=_decide_in_full,
    form=ActionsForm,
    fits=_is_waiting,
    first=_first,
    many=False,
    tone="bad",
    key="a",
)
RESTORE = _decision(
    RESTORATION,
    label=_("Restore"),
    explains=_("Whatever was done to the thing is undone, and it is seen again by whoever may see it."),
    key="u",
    form=DismissForm,
)
NOTE = Deed(
    name="note",
    label=_("Note"),
    explains=_("It stands in the history of the case."),
    does=lambda actor, row, data: services.write_note(actor=actor, case_id=row.pk, text=data["text"]),
    form=NoteForm,
    many=False,
    key="n",
)
ESCALATE = Deed(
    name="escalate",
    label=_("Escalate"),
    explains=_("Somebody of a higher role must decide."),
    does=lambda actor, row, data: services.escalate(actor=actor, case_id=row.pk, reason=data["reason"]),
    form=EscalationForm,
    fits=_is_waiting,
    many=False,
    key="e",
)

DEEDS = (CLAIM, DISMISS, HIDE, WARN, REMOVE, ACT, RESTORE, NOTE, ESCALATE, RELEASE)


def _of_screening(screening_id: UUID) -> Iterable[Sequence[Any]]:
    viewer = access.viewer()
    screened = screenings_visible_to(viewer).filter(pk=screening_id).first()
    if screened is None or screened.thing_id is None:
        return
    for case in cases_visible_to(viewer).filter(kind=screened.kind, thing_id=screened.thing_id):
        yield links.to_row(case), case.get_state_display(), case.get_category_display(), moment(case.opened_at)


def _waiting() -> Value:
    return bounded(Case.objects.filter(WAITING), some="warn")


def _overdue() -> Value:
    return bounded(Case.objects.filter(WAITING, due_at__lt=clock.now()), some="bad", none="good")


def _volume(days: Sequence[date]) -> list[list[int]]:
    return [by_day(Case.objects.all(), "opened_at", days), by_day(Decision.objects.all(), "created_at", days)]


def furnish() -> None:
    """Put the figures of the queue on the start page; called when the app is ready."""
    register_figure(
        "cases-waiting",
        label=_("Cases that wait"),
        read=_waiting,
        group=Group.MODERATION,
        link=("moderation.Case", {"waiting": "yes"}),
    )
    register_figure(
        "cases-overdue",
        label=_("Cases past their time"),
        read=_overdue,
        group=Group.MODERATION,
        link=("moderation.Case", {"waiting": "yes", "late": "yes"}),
    )
    register_panel(
        "moderation.Screening",
        Panel(
            name="case",
            title=_("Case"),
            columns=[_("Case"), _("State"), _("For"), _("Opened")],
            rows=_of_screening,
            model="moderation.Case",
        ),
    )
    register_chart(
        "cases",
        title=_("Cases by day"),
        series=[_("opened"), _("decided")],
        read=_volume,
        group=Group.MODERATION,
    )
