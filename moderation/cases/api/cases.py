"""The queue, and one case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.response import Response

from config import entities
from config.api import AtLeast, Endpoint, Filters, Page, Request, operation
from config.roles import Role
from moderation.cases import queries, shapes
from moderation.cases.api.bodies import Case, WholeCase
from moderation.cases.choices import Priority, State
from moderation.cases.errors import CaseNotFound

_ESCALATED = [role for role in Role.choices if role[0] in {Role.MODERATOR, Role.MANAGER, Role.ADMIN}]


class CaseFilters(Filters):
    """Narrows the queue."""

    status = django_filters.ChoiceFilter(
        field_name="state", choices=State.choices, help_text="Without it: whatever is not decided."
    )
    priority = django_filters.ChoiceFilter(choices=Priority.choices)
    type = django_filters.ChoiceFilter(
        field_name="kind", choices=lambda: [(kind.name, kind.name) for kind in entities.kinds()]
    )
    assignee = django_filters.CharFilter(method="assigned_to", help_text="`me`, `none`, or a username.")
    needs_role = django_filters.ChoiceFilter(choices=_ESCALATED)
    overdue = django_filters.BooleanFilter(method="by_clock")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        narrowed = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("status") else queries.waiting(narrowed)

    def assigned_to(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "me":
            return rows.filter(assignee_id=self.request.user.pk)
        if value == "none":
            return rows.filter(assignee__isnull=True)
        return rows.filter(assignee__username=value.lower())

    def by_clock(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        late = queries.overdue(rows)
        return late if value else rows.exclude(pk__in=late.values("pk"))


class Cases(Endpoint):
    """The moderators' one queue, the most urgent first. Nobody finds cases about their own things in it."""

    permissions = [AtLeast(Role.MODERATOR)]
    tag = "moderation"

    @operation("List cases", answer=Page(Case), filters=CaseFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, CaseFilters, queries.cases_visible_to(request.user))
        return self.page(request, rows, order=("-score", "id"), shape=shapes.cases)


class OneCase(Endpoint):
    """One case: the thing and its text, its history, reports, decisions, and the owner's record."""

    permissions = [AtLeast(Role.MODERATOR)]
    tag = "moderation"

    @operation("See a case", answer=WholeCase, errors=[CaseNotFound], conditional=True)
    def get(self, request: Request, case_id: UUID) -> Response:
        row = queries.visible_case(request.user, case_id)
        return self.tagged(request, shapes.case(row, request.user), version=row.version)


urlpatterns: list[URLPattern] = [
    path("moderation/cases", Cases.as_view(), name="moderation-cases"),
    path("moderation/cases/<uuid:case_id>", OneCase.as_view(), name="moderation-case"),
]
