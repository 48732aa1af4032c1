"""The queue on the desk: what is held against which thing, the thing as members see it, its history and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from config import clock, entities
from config.desk import access, links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment, short
from config.desk.pages import ReadOnlyAdmin
from moderation.cases import desk, queries
from moderation.cases.choices import Outcome, Priority, State
from moderation.cases.models import WAITING, Case, CaseEntry, Decision

PRIORITIES: dict[str, Tone] = {Priority.URGENT: "bad", Priority.HIGH: "warn", Priority.NORMAL: "", Priority.LOW: ""}
STATES: dict[str, Tone] = {State.OPEN: "warn", State.CLAIMED: "", State.DECIDED: "good"}
OUTCOMES: dict[str, Tone] = {Outcome.ACTED: "bad", Outcome.DISMISSED: "", Outcome.RESTORED: "good"}
MOST_ENTRIES = 50


class WaitingFilter(admin.SimpleListFilter):
    """What is not decided."""

    title = _("waiting")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(WAITING)
        return queryset.filter(state=State.DECIDED) if self.value() == "no" else queryset


class LateFilter(admin.SimpleListFilter):
    """What should have been decided by now."""

    title = _("past its time")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(WAITING, due_at__lt=clock.now()) if self.value() == "yes" else queryset


class AssigneeFilter(admin.SimpleListFilter):
    """Whose it is."""

    title = _("claimed by")
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("Me")), ("none", _("Nobody"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "me":
            return queryset.filter(WAITING, assignee_id=request.user.pk)
        return queryset.filter(WAITING, assignee__isnull=True) if self.value() == "none" else queryset


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """The one queue, the most urgent first."""

    group = Group.MODERATION
    place = 1
    audit_target = "case"
    deeds = desk.DEEDS
    change_form_template = "admin/moderation/case.html"
    list_display = ("about", "urgency", "what_for", "state_mark", "report_count", "by", "whose", "due")
    list_select_related = ("owner", "assignee")
    list_filter = (WaitingFilter, LateFilter, AssigneeFilter, "priority", "state", "category", "needs_role")
    search_fields = ("id__exact", "thing_id__exact", "owner__username__exact")
    search_help_text = _("A username, or the id of a thing or a case.")
    ordering = ("-score", "id")
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nobody sees what is held against their own things."""
        return super().get_queryset(request).exclude(owner_id=request.user.pk)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the names of its things asked for once a kind."""
        changelist = super().get_changelist_instance(request)
        of_kind: dict[str, list[Any]] = {}
        for row in changelist.result_list:
            of_kind.setdefault(row.kind, []).append(row)
        for kind, rows in of_kind.items():
            found = _summaries(kind, [row.thing_id for row in rows])
            for row in rows:
                row.summary = found.get(row.thing_id)
        return changelist

    @admin.display(description=_("thing"))
    def about(self, row: Any) -> str:
        found = getattr(row, "summary", None)
        return f"{row.kind}: {short(found.title, 60)}" if found else f"{row.kind} {row.thing_id}"

    @admin.display(description=_("priority"), ordering="-score")
    def urgency(self, row: Case) -> Any:
        return badge(row.get_priority_display(), PRIORITIES.get(row.priority, ""))

    @admin.display(description=_("for"))
    def what_for(self, row: Case) -> str:
        return str(row.get_category_display())

    @admin.display(description=_("state"))
    def state_mark(self, row: Case) -> Any:
        return badge(row.get_state_display(), STATES.get(row.state, ""))

    @admin.display(description=_("author"))
    def by(self, row: Case) -> Any:
        return links.to_row(row.owner) if row.owner else links.NONE

    @admin.display(description=_("claimed by"))
    def whose(self, row: Case) -> Any:
        return links.to_row(row.assignee) if row.assignee else links.NONE

    @admin.display(description=_("due"))
    def due(self, row: Case) -> Any:
        if row.state == State.DECIDED:
            return links.NONE
        return badge(moment(row.due_at), "bad") if row.due_at < clock.now() else moment(row.due_at)

    def facts(self, row: Case) -> list[tuple[Any, Any]]:
        needs = row.get_needs_role_display()
        return [
            (_("State"), self.state_mark(row)),
            (_("Priority"), format_html("{} <small>{}</small>", self.urgency(row), row.score)),
            (_("For"), row.get_category_display()),
            (_("Author"), self.by(row)),
            (_("Reports"), row.report_count),
            (_("Reach"), row.reach),
            (_("Claimed by"), self.whose(row)),
            (_("Due"), self.due(row)),
            (_("Decided by at least"), needs),
            (_("Round"), row.round),
        ]

    def public_url(self, row: Case) -> str:
        found = _summaries(row.kind, [row.thing_id]).get(row.thing_id)
        return found.url if found else ""

    def api_url(self, row: Case) -> str:
        return f"/api/v1/moderation/cases/{row.pk}"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        """The content as members see it, beside its history."""
        row: Case = options["obj"]
        found = _summaries(row.kind, [row.thing_id]).get(row.thing_id)
        context["thing"] = {"title": found.title if found else "", "text": _text_of(row)}
        context["entries"] = list(queries.entries_of(row.pk)[:MOST_ENTRIES])
        response: Any = super().render_change_form(request, context, *args, **options)
        if found is not None:
            response.context_data["title"] = f"{row.kind}: {found.title}"
        return response


def _summaries(kind: str, ids: list[Any]) -> dict[Any, entities.Summary]:
    try:
        return entities.kind(kind).summaries(ids)
    except entities.UnknownKind:
        return {}


def _text_of(row: Case) -> str:
    """What members read; empty where the kind has no texts, or the thing is gone."""
    try:
        written = entities.kind(row.kind).written
    except entities.UnknownKind:
        return ""
    found = written([row.thing_id]) if written else {}
    return found[row.thing_id].text if row.thing_id in found else ""


@admin.register(CaseEntry)
class CaseEntryAdmin(ReadOnlyAdmin):
    """The histories of all cases, the newest first."""

    group = Group.MODERATION
    place = 3
    list_display = ("at", "sort", "of_case", "by", "said")
    list_select_related = ("case", "actor")
    list_filter = ("sort", MadeFilter)
    search_fields = ("case__id__exact", "actor__username__exact")
    search_help_text = _("A username, or the id of a case.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(case__owner_id=request.user.pk)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: CaseEntry) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("case"))
    def of_case(self, row: CaseEntry) -> Any:
        return links.to_row(row.case)

    @admin.display(description=_("by"))
    def by(self, row: CaseEntry) -> Any:
        return links.to_row(row.actor) if row.actor else links.NONE

    @admin.display(description=_("words"))
    def said(self, row: CaseEntry) -> str:
        return short(row.text)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """What was decided, by whom and why."""

    group = Group.MODERATION
    place = 2
    audit_target = "decision"
    list_display = ("at", "outcome_mark", "what_for", "titled", "about_whom", "by", "overturned")
    list_select_related = ("owner", "made_by", "case")
    list_filter = ("outcome", "category", MadeFilter)
    search_fields = ("id__exact", "case__id__exact", "owner__username__exact", "made_by__username__exact")
    search_help_text = _("A username, or the id of a case or a decision.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(owner_id=request.user.pk)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: Decision) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("outcome"))
    def outcome_mark(self, row: Decision) -> Any:
        return badge(row.get_outcome_display(), OUTCOMES.get(row.outcome, ""))

    @admin.display(description=_("for"))
    def what_for(self, row: Decision) -> str:
        return str(row.get_category_display())

    @admin.display(description=_("thing"))
    def titled(self, row: Decision) -> str:
        return short(row.title, 60)

    @admin.display(description=_("author"))
    def about_whom(self, row: Decision) -> Any:
        return links.to_row(row.owner) if row.owner else links.NONE

    @admin.display(description=_("by"))
    def by(self, row: Decision) -> Any:
        return links.to_row(row.made_by) if row.made_by else links.NONE

    @admin.display(description=_("overturned"))
    def overturned(self, row: Decision) -> Any:
        return badge(moment(row.overturned_at), "warn") if row.overturned_at else links.NONE

    def facts(self, row: Decision) -> list[tuple[Any, Any]]:
        is_known = access.may(access.viewer(), "moderation.Case", access.VIEW)
        return [
            (_("Outcome"), self.outcome_mark(row)),
            (_("For"), row.get_category_display()),
            (_("Case"), links.to_row(row.case) if is_known else links.NONE),
            (_("Author"), self.about_whom(row)),
            (_("Decided by"), self.by(row)),
            (_("When"), self.at(row)),
            (_("Overturned"), self.overturned(row)),
        ]
