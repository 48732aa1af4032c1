"""Screening on the desk: rules with their trials, what was caught and why, what waits for the hosted analyser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from config import entities
from config.desk import access, links
from config.desk.filters import MadeFilter, SetFilter
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment
from config.desk.pages import FormAdmin, ReadOnlyAdmin
from moderation.screening import desk, services
from moderation.screening.choices import Outcome, State
from moderation.screening.definitions import FIELDS
from moderation.screening.models import (
    PendingAnalysis,
    RuleTrial,
    Screening,
    ScreeningReason,
    ScreeningRule,
    WritingTrace,
)
from moderation.screening.queries import caught_by, samples_seen_by

STATES: dict[str, Tone] = {State.DRAFT: "warn", State.LIVE: "good", State.RETIRED: ""}


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class RuleForm(forms.ModelForm):
    """A rule. Which fields it needs depends on its sort; the form says so where one is missing."""

    values = LinesField(
        label=_("Values"),
        required=False,
        help_text=_("One a line: words or phrases (begin* for any ending, *part* for anywhere), patterns, or hosts."),
    )
    kinds = LinesField(
        label=_("Kinds"), required=False, help_text=_("One a line: workbook, comment, profile … Empty stands for all.")
    )

    class Meta:
        model = ScreeningRule
        fields = ("slug", *FIELDS, "note")
        help_texts = {
            "most": _("How many links, repeats or texts are fine; one more is caught."),
            "window_minutes": _("Within so many minutes; for repetition and pace."),
            "new_account_hours": _("Only by accounts that are not older. Empty stands for all."),
            "threshold": _("The score in percent from which on the rule holds."),
        }


@admin.register(ScreeningRule)
class ScreeningRuleAdmin(FormAdmin):
    """Rules. A new one is a draft; it goes live by a deed, once it was tried."""

    group = Group.MODERATION
    place = 20
    audit_target = "screening_rule"
    form = RuleForm
    deeds = (desk.TRY, desk.GO_LIVE, desk.TAKE_BACK, desk.RETIRE)
    list_display = ("slug", "state_mark", "sort", "outcome", "about", "changed")
    list_filter = ("state", "sort", "outcome")
    search_fields = ("slug__exact", "id__exact", "slug__icontains")
    search_help_text = _("A part of the name.")
    ordering = ("-id",)

    def save_by_service(self, request: HttpRequest, row: Model | None, data: Mapping[str, Any]) -> Model:
        actor: Any = request.user
        definition = {name: data[name] for name in FIELDS if name in data}
        if row is None:
            return services.make_rule(actor=actor, slug=data["slug"], definition=definition, note_of_it=data["note"])
        return services.change_rule(actor=actor, rule_id=row.pk, changes={**definition, "note": data["note"]})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Its name and sort are what a rule is known by."""
        return ("slug", "sort") if obj is not None else ()

    @admin.display(description=_("state"), ordering="state")
    def state_mark(self, row: ScreeningRule) -> Any:
        return badge(row.get_state_display(), STATES[row.state])

    @admin.display(description=_("about"))
    def about(self, row: ScreeningRule) -> str:
        return desk.in_words(row)

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, row: ScreeningRule) -> Any:
        return moment(row.updated_at)

    def facts(self, row: ScreeningRule) -> list[tuple[Any, Any]]:
        caught = caught_by([row.pk]).get(row.pk, 0)
        return [
            (_("State"), self.state_mark(row)),
            (_("Outcome"), row.get_outcome_display()),
            (_("About"), desk.in_words(row)),
            (_("Caught in 30 days"), links.to_rows("moderation.ScreeningReason", caught, rule__id__exact=row.pk)),
            (_("Live since"), moment(row.live_at) if row.live_at else links.NONE),
            (_("Made by"), links.to_row(row.made_by) if row.made_by else links.NONE),
        ]

    def api_url(self, row: ScreeningRule) -> str:
        return f"/api/v1/moderation/rules/{row.pk}"


@admin.register(RuleTrial)
class RuleTrialAdmin(ReadOnlyAdmin):
    """What rules would have caught."""

    group = Group.MODERATION
    place = 25
    list_display = ("made", "of_rule", "state", "looked_at", "caught", "by")
    list_select_related = ("rule", "made_by")
    list_filter = ("state", MadeFilter)
    search_fields = ("id__exact", "rule__slug__exact")
    search_help_text = _("The name of a rule.")
    ordering = ("-id",)
    fields = ("samples_shown",)
    readonly_fields = ("samples_shown",)

    @admin.display(description=_("made"), ordering="id")
    def made(self, row: RuleTrial) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("rule"))
    def of_rule(self, row: RuleTrial) -> Any:
        return links.to_row(row.rule)

    @admin.display(description=_("by"))
    def by(self, row: RuleTrial) -> Any:
        return links.to_row(row.made_by) if row.made_by else links.NONE

    def facts(self, row: RuleTrial) -> list[tuple[Any, Any]]:
        return [
            (_("Rule"), links.to_row(row.rule)),
            (_("State"), row.get_state_display()),
            (_("Texts looked at"), row.looked_at),
            (_("Would have been caught"), row.caught),
            (_("Days back"), row.days),
            (_("Finished"), moment(row.finished_at) if row.finished_at else links.NONE),
        ]

    @admin.display(description=_("samples"))
    def samples_shown(self, row: RuleTrial) -> Any:
        samples = samples_seen_by(access.viewer(), [row])[row.pk]
        told = ((each["type"], each["matched"], each["excerpt"]) for each in samples)
        return format_html_join("", "<p>{}, <b>{}</b>: {}</p>", told) or links.NONE


class OpenFilter(SetFilter):
    """Whether somebody has settled it."""

    title = _("settled")
    parameter_name = "settled"
    field = "settled_at"


OUTCOMES: dict[str, Tone] = {Outcome.FLAG: "warn", Outcome.HOLD: "bad", Outcome.REJECT: ""}


@admin.register(Screening)
class ScreeningAdmin(ReadOnlyAdmin):
    """What was flagged, held or refused, the newest first."""

    group = Group.MODERATION
    place = 10
    deeds = (desk.SETTLE,)
    list_display = ("made", "outcome_mark", "kind", "by", "excerpt", "settled")
    list_select_related = ("author",)
    list_filter = (OpenFilter, "outcome", MadeFilter)
    search_fields = ("id__exact", "thing_id__exact", "author__username__exact")
    search_help_text = _("A username, or the id of a thing.")
    ordering = ("-id",)
    fields = ("excerpt",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nobody sees what caught themselves."""
        return super().get_queryset(request).exclude(author_id=request.user.pk)

    @admin.display(description=_("made"), ordering="id")
    def made(self, row: Screening) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("outcome"), ordering="outcome")
    def outcome_mark(self, row: Screening) -> Any:
        return badge(row.get_outcome_display(), OUTCOMES.get(row.outcome, ""))

    @admin.display(description=_("author"))
    def by(self, row: Screening) -> Any:
        return links.to_row(row.author) if row.author else links.NONE

    @admin.display(description=_("settled"))
    def settled(self, row: Screening) -> Any:
        return row.get_settled_as_display() if row.settled_at else badge(_("open"), "warn")

    def facts(self, row: Screening) -> list[tuple[Any, Any]]:
        return [
            (_("Outcome"), self.outcome_mark(row)),
            (_("Kind"), row.kind),
            (_("Thing"), desk.thing_of(row)),
            (_("Author"), self.by(row)),
            (_("Written"), moment(row.created_at)),
            (_("Settled"), self.settled(row)),
            (_("Settled by"), links.to_row(row.settled_by) if row.settled_by else links.NONE),
        ]

    def public_url(self, row: Screening) -> str:
        if row.thing_id is None or row.outcome == Outcome.REJECT:
            return ""
        try:
            found = entities.kind(row.kind).summaries([row.thing_id])
        except entities.UnknownKind:
            return ""
        return found[row.thing_id].url if row.thing_id in found else ""


@admin.register(ScreeningReason)
class ScreeningReasonAdmin(ReadOnlyAdmin):
    """Why texts were caught: one row a rule and text."""

    group = Group.MODERATION
    place = 15
    list_display = ("at", "code", "outcome", "matched", "of_rule", "of_screening")
    list_select_related = ("rule", "screening")
    list_filter = ("outcome",)
    search_fields = ("code__exact", "screening__id__exact")
    search_help_text = _("The name of a rule.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nobody sees what caught themselves."""
        return super().get_queryset(request).exclude(screening__author_id=request.user.pk)

    @admin.display(description=_("rule"))
    def of_rule(self, row: ScreeningReason) -> Any:
        return links.to_row(row.rule) if row.rule else links.NONE

    @admin.display(description=_("screening"))
    def of_screening(self, row: ScreeningReason) -> Any:
        return links.to_row(row.screening)


@admin.register(PendingAnalysis)
class PendingAnalysisAdmin(ReadOnlyAdmin):
    """What waits for the hosted analyser, and what it was given up for."""

    group = Group.MODERATION
    place = 40
    deeds = (desk.TRY_AGAIN,)
    list_display = ("kind", "thing_id", "asked_at", "due_at", "tries", "problem", "given_up_at")
    list_filter = ("kind",)
    search_fields = ("thing_id__exact",)
    search_help_text = _("The id of a thing.")
    ordering = ("-id",)


@admin.register(WritingTrace)
class WritingTraceAdmin(ReadOnlyAdmin):
    """Who wrote when, for a day: what repetition and pace are judged by."""

    group = Group.MODERATION
    place = 45
    list_display = ("at", "by", "thing_id", "digest")
    list_select_related = ("author",)
    search_fields = ("author__username__exact", "thing_id__exact")
    search_help_text = _("A username, or the id of a thing.")
    ordering = ("-id",)

    @admin.display(description=_("author"))
    def by(self, row: WritingTrace) -> Any:
        return links.to_row(row.author)
