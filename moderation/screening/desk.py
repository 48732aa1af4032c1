"""What screening hangs on the desk: deeds on rules and on what was caught, panels, figures and a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import entities
from config.desk import access, links
from config.desk.deeds import Deed, NothingAsked, ReasonForm
from config.desk.figures import Value, bounded, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.roles import Viewer
from moderation.screening import services
from moderation.screening.choices import Outcome, Sort, State
from moderation.screening.models import RuleTrial, Screening, ScreeningReason, ScreeningRule
from moderation.screening.queries import open_screenings
from moderation.screening.services.trials import AT_ONCE, MOST_DAYS, MOST_TEXTS

WORDS_SHOWN = 3


class TrialForm(forms.Form):
    """How far back to look, and at how many texts of each kind."""

    days = forms.IntegerField(label=_("Days back"), min_value=1, max_value=MOST_DAYS, initial=30)
    most = forms.IntegerField(
        label=_("Texts of each kind"),
        min_value=1,
        max_value=MOST_TEXTS,
        initial=AT_ONCE,
        help_text=_("The newest. Up to 500 are looked at at once; beyond that a job does it."),
    )


class LiveForm(ReasonForm):
    """Why, and whether it goes live untried."""

    without_trial = forms.BooleanField(
        label=_("Without a trial"), required=False, help_text=_("Only where it cannot wait. The audit keeps it.")
    )


def _try(actor: Viewer, row: ScreeningRule, data: Mapping[str, Any]) -> None:
    services.try_rule(actor=actor, rule_id=row.pk, **data)


def _go_live(actor: Viewer, row: ScreeningRule, data: Mapping[str, Any]) -> None:
    services.change_rule(
        actor=actor,
        rule_id=row.pk,
        changes={"state": State.LIVE.value},
        without_trial=data["without_trial"],
        reason=data["reason"],
    )


def _take_back(actor: Viewer, row: ScreeningRule, data: Mapping[str, Any]) -> None:
    services.change_rule(actor=actor, rule_id=row.pk, changes={"state": State.DRAFT.value}, reason=data["reason"])


def _retire(actor: Viewer, row: ScreeningRule, data: Mapping[str, Any]) -> None:
    services.retire_rule(actor=actor, rule_id=row.pk, reason=data["reason"])


def _settle(actor: Viewer, row: Screening, data: Mapping[str, Any]) -> None:
    services.settle(actor=actor, screening_id=row.pk, reason=data["reason"])


TRY = Deed(
    name="try",
    label=_("Try"),
    explains=_("The rule is tried on what was written before. Nothing happens to any text; the panel shows what came."),
    does=_try,
    form=TrialForm,
    fits=lambda row: row.state != State.RETIRED,
    many=False,
)
GO_LIVE = Deed(
    name="go_live",
    label=_("Put live"),
    explains=_("Within a second every text that is written is judged by this rule."),
    does=_go_live,
    form=LiveForm,
    fits=lambda row: row.state == State.DRAFT,
)
TAKE_BACK = Deed(
    name="take_back",
    label=_("Take back"),
    explains=_("The rule is a draft again, and catches nothing within a second."),
    does=_take_back,
    form=ReasonForm,
    fits=lambda row: row.state == State.LIVE,
)
RETIRE = Deed(
    name="retire",
    label=_("Retire"),
    explains=_("The rule catches nothing any more, and cannot come back. What it caught keeps its reasons."),
    does=_retire,
    form=ReasonForm,
    fits=lambda row: row.state != State.RETIRED,
    tone="bad",
)
SETTLE = Deed(
    name="settle",
    label=_("Put aside"),
    explains=_("It never came to be, or is gone, so nothing is left to decide. What is there is decided by its case."),
    does=_settle,
    form=ReasonForm,
    fits=lambda row: row.settled_at is None and (row.thing_id is None or not services.is_there(row.kind, row.thing_id)),
)

TRY_AGAIN = Deed(
    name="try_again",
    label=_("Try again"),
    explains=_("The hosted analyser is asked about the text anew, with all its tries."),
    does=lambda actor, row, data: services.ask_analysis(kind=row.kind, thing_id=row.thing_id),
    form=NothingAsked,
)


def in_words(row: ScreeningRule) -> str:
    """What the rule looks at, in a few words."""
    if row.values:
        begun = ", ".join(map(str, row.values[:WORDS_SHOWN]))
        return f"{begun} …" if len(row.values) > WORDS_SHOWN else begun
    told = {
        Sort.LINKS: _("more than %(most)s links"),
        Sort.REPETITION: _("the same text more than %(most)s times in %(window_minutes)s minutes"),
        Sort.PACE: _("more than %(most)s texts in %(window_minutes)s minutes"),
        Sort.SCORE: _("%(label)s from %(threshold)s percent"),
    }.get(Sort(row.sort), "")
    text = str(told) % {name: getattr(row, name) for name in ("most", "window_minutes", "label", "threshold")}
    if row.new_account_hours:
        text += gettext(", accounts of at most %s hours") % row.new_account_hours
    return text


def thing_of(row: Screening) -> Any:
    """The thing's name, with a link to where it is seen."""
    if row.thing_id is None:
        return links.NONE
    try:
        found = entities.kind(row.kind).summaries([row.thing_id]).get(row.thing_id)
    except entities.UnknownKind:
        found = None
    return format_html('<a href="{}">{}</a>', found.url, found.title) if found else str(row.thing_id)


def _trials(rule_id: UUID) -> Iterable[Sequence[Any]]:
    for row in RuleTrial.objects.filter(rule_id=rule_id).order_by("-pk")[:MOST_ROWS]:
        yield links.to_row(row, row.get_state_display()), row.looked_at, row.caught, moment(row.created_at)


def _reasons(screening_id: UUID) -> Iterable[Sequence[Any]]:
    rows = ScreeningReason.objects.filter(screening_id=screening_id).select_related("rule").order_by("pk")
    for row in rows[:MOST_ROWS]:
        yield links.to_row(row.rule) if row.rule else row.code, row.get_outcome_display(), row.matched, moment(row.at)


def _of_author(user_id: UUID) -> Iterable[Sequence[Any]]:
    if user_id == access.viewer().pk:
        return
    for row in Screening.objects.filter(author_id=user_id).order_by("-pk")[:MOST_ROWS]:
        yield links.to_row(row, row.kind), row.get_outcome_display(), row.excerpt[:80], moment(row.created_at)


def _waiting() -> Value:
    return bounded(open_screenings(), some="warn")


def _by_outcome(days: Sequence[date]) -> list[list[int]]:
    outcomes = (Outcome.FLAG, Outcome.HOLD, Outcome.REJECT)
    return [by_day(Screening.objects.filter(outcome=outcome), "created_at", days) for outcome in outcomes]


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    register_panel(
        "moderation.ScreeningRule",
        Panel(
            name="trials",
            title=_("Trials"),
            columns=[_("State"), _("Texts looked at"), _("Would have been caught"), _("Made")],
            rows=_trials,
            model="moderation.RuleTrial",
            more=lambda rule_id: {"rule__id__exact": rule_id},
        ),
    )
    register_panel(
        "moderation.Screening",
        Panel(
            name="reasons",
            title=_("Reasons"),
            columns=[_("Rule"), _("Outcome"), _("Met"), _("When")],
            rows=_reasons,
            model="moderation.ScreeningReason",
            more=lambda screening_id: {"screening__id__exact": screening_id},
        ),
    )
    register_panel(
        "accounts.User",
        Panel(
            name="screenings",
            title=_("Caught by screening"),
            columns=[_("Kind"), _("Outcome"), _("Excerpt"), _("When")],
            rows=_of_author,
            model="moderation.Screening",
            more=lambda user_id: {"author__id__exact": user_id},
            place=60,
        ),
    )
    register_figure(
        "screenings-open",
        label=_("Flagged or held, waiting"),
        read=_waiting,
        group=Group.MODERATION,
        link=("moderation.Screening", {"settled": "no"}),
    )
    register_chart(
        "screenings",
        title=_("Caught by screening, by day"),
        series=[_("flagged"), _("held"), _("refused")],
        read=_by_outcome,
        group=Group.MODERATION,
    )
