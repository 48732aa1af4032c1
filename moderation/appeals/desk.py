"""Appeals on the desk: answering, asking back, and the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.deeds import Deed, VersionForm, version_of, version_seen
from config.desk.figures import Value, bounded, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.desk.marks import moment, short
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.roles import Viewer
from moderation.appeals import services
from moderation.appeals.choices import State
from moderation.appeals.models import Appeal, AppealMessage


class AnswerForm(VersionForm):
    """What the member is told."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member is told this."),
    )


class MessageForm(forms.Form):
    """What the member is asked or told meanwhile."""

    body = forms.CharField(
        label=_("Message"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member sees that the staff wrote it, and not who."),
    )


def _decide(*, overturn: bool) -> Callable[[Viewer, Appeal, Mapping[str, Any]], object]:
    def does(actor: Viewer, row: Appeal, data: Mapping[str, Any]) -> object:
        return services.decide_appeal(
            actor=actor,
            appeal_id=row.pk,
            expected_version=version_seen(row, data),
            overturn=overturn,
            reason=data["answer"],
        )

    return does


def _is_open(row: Appeal) -> bool:
    return row.state == State.OPEN


OVERTURN = Deed(
    name="overturn",
    label=_("Overturn"),
    explains=_("Whatever the decision did is undone at once, its strikes too, and the member is told."),
    does=_decide(overturn=True),
    form=AnswerForm,
    fits=_is_open,
    many=False,
    first=version_of,
    key="o",
)
UPHOLD = Deed(
    name="uphold",
    label=_("Let it stand"),
    explains=_("The decision stands, and the member is told why."),
    does=_decide(overturn=False),
    form=AnswerForm,
    fits=_is_open,
    many=False,
    first=version_of,
    key="s",
)
REPLY = Deed(
    name="reply",
    label=_("Write"),
    explains=_("One turn of the dialogue with the member."),
    does=lambda actor, row, data: services.answer_appeal(actor=actor, appeal_id=row.pk, body=data["body"]),
    form=MessageForm,
    fits=_is_open,
    many=False,
    key="w",
)


def _messages(appeal_id: UUID) -> Iterable[Sequence[Any]]:
    rows = AppealMessage.objects.filter(appeal_id=appeal_id).select_related("author").order_by("-pk")
    for row in rows[:MOST_ROWS]:
        yield links.to_row(row.author) if row.author else links.NONE, row.body, moment(row.created_at)


def _of_case(case_id: UUID) -> Iterable[Sequence[Any]]:
    rows = Appeal.objects.filter(decision__case_id=case_id).order_by("-pk")
    for row in rows[:MOST_ROWS]:
        yield links.to_row(row, short(row.text)), row.get_state_display(), moment(row.created_at)


def _waiting() -> Value:
    return bounded(Appeal.objects.filter(state=State.OPEN), some="warn")


def _by_day(days: Sequence[date]) -> list[list[int]]:
    return [by_day(Appeal.objects.filter(state=state), "created_at", days) for state in State.values]


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    register_panel(
        "moderation.Appeal",
        Panel(
            name="messages",
            title=_("Dialogue"),
            columns=[_("By"), _("Words"), _("When")],
            rows=_messages,
            model="moderation.AppealMessage",
            more=lambda appeal_id: {"appeal__id__exact": appeal_id},
        ),
    )
    register_panel(
        "moderation.Case",
        Panel(
            name="appeals",
            title=_("Appeals"),
            columns=[_("Words"), _("State"), _("When")],
            rows=_of_case,
            model="moderation.Appeal",
            more=lambda case_id: {"decision__case__id__exact": case_id},
            place=30,
        ),
    )
    register_figure(
        "appeals-open",
        label=_("Appeals that wait"),
        read=_waiting,
        group=Group.MODERATION,
        link=("moderation.Appeal", {"state__exact": "open"}),
    )
    register_chart(
        "appeals",
        title=_("Appeals by day"),
        series=[State(state).label for state in State.values],
        read=_by_day,
        group=Group.MODERATION,
    )
