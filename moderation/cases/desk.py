"""Cases on the desk: what moderators do to them, one key each, and the figures of the queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config import clock
from config.desk.deeds import Deed, NothingAsked
from config.desk.figures import Value, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.roles import Viewer
from moderation.cases import services
from moderation.cases.asked import MOST_HOURS, Action
from moderation.cases.choices import DISMISS as DISMISSAL
from moderation.cases.choices import RESTORE as RESTORATION
from moderation.cases.choices import Category, State
from moderation.cases.models import WAITING, Case, Decision
from moderation.sanctions.choices import Act, Label

MOST_COUNTED = 1_000


class DecisionForm(forms.Form):
    """What every decision says: for what, why, and to whom that is told. `version` is the one that was looked at."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
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
    field_order = ("version", "actions", "label", "hours", "until", "category", "reason", "note")


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
    return {"version": row.version, "category": row.category}


def _decide(kind: str) -> Callable[[Viewer, Case, Mapping[str, Any]], object]:
    def does(actor: Viewer, row: Case, data: Mapping[str, Any]) -> object:
        return services.decide(
            actor=actor,
            case_id=row.pk,
            expected_version=_version(row, data),
            actions=[Action(kind)],
            category=data.get("category") or None,
            reason=data["reason"],
            note=data["note"],
        )

    return does


def _version(row: Case, data: Mapping[str, Any]) -> int:
    """The version that was looked at; of many rows, the one that stands in the list."""
    seen = data.get("version")
    return row.version if seen is None else int(seen)


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
    return services.decide(
        actor=actor,
        case_id=row.pk,
        expected_version=_version(row, data),
        actions=asked,
        category=data["category"] or None,
        reason=data["reason"],
        note=data["note"],
    )


def _is_waiting(row: Case) -> bool:
    return row.state != State.DECIDED


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
DISMISS = Deed(
    name="dismiss",
    label=_("Nothing wrong"),
    explains=_(
        "The case is decided: nothing is done, and reports of this text are answered at once until it is edited."
    ),
    does=_decide(DISMISSAL),
    form=DismissForm,
    fits=_is_waiting,
    first=_first,
    key="d",
)
HIDE = Deed(
    name="hide",
    label=_("Hide"),
    explains=_("It is seen by its author and the staff alone, on every surface, at once. The author can appeal."),
    does=_decide(Act.HIDE),
    form=DecisionForm,
    fits=_is_waiting,
    first=_first,
    tone="bad",
    key="h",
)
REMOVE = Deed(
    name="remove",
    label=_("Remove"),
    explains=_("It is seen by the staff alone, on every surface, at once. The author can appeal."),
    does=_decide(Act.REMOVE),
    form=DecisionForm,
    fits=_is_waiting,
    first=_first,
    tone="bad",
    key="x",
)
WARN = Deed(
    name="warn",
    label=_("Warn"),
    explains=_("It stays, and its author is warned, which counts as a strike."),
    does=_decide(Act.WARN),
    form=DecisionForm,
    fits=_is_waiting,
    first=_first,
    tone="bad",
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
RESTORE = Deed(
    name="restore",
    label=_("Restore"),
    explains=_("Whatever was done to the thing is undone, and it is seen again by whoever may see it."),
    does=_decide(RESTORATION),
    form=DismissForm,
    fits=_is_waiting,
    first=_first,
    key="u",
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


def _waiting() -> Value:
    number = len(Case.objects.filter(WAITING).order_by().values_list("pk")[:MOST_COUNTED])
    return Value(number, tone="warn" if number else "", is_estimate=number == MOST_COUNTED)


def _overdue() -> Value:
    late = Case.objects.filter(WAITING, due_at__lt=clock.now())
    number = len(late.order_by().values_list("pk")[:MOST_COUNTED])
    return Value(number, tone="bad" if number else "good", is_estimate=number == MOST_COUNTED)


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
    register_chart(
        "cases",
        title=_("Cases by day"),
        series=[_("opened"), _("decided")],
        read=_volume,
        group=Group.MODERATION,
    )
