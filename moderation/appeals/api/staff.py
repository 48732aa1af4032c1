"""Appeals for the staff: the list, one of them, the answer, the decision."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.users.errors import RankTooLow
from config.api import AtLeast, Endpoint, Filters, Page, Request, operation
from config.roles import Role
from moderation.appeals import queries, services, shapes
from moderation.appeals.api.bodies import Appeal, AppealMessageBody, DecideAppealBody, WholeAppeal
from moderation.appeals.choices import State
from moderation.appeals.errors import AnswerAwaited, AppealClosed, AppealNotFound, DialogueFull, OwnDecision
from moderation.cases.errors import CaseNotFound, NeedsHigherRole, OwnCase


class AppealFilters(Filters):
    """Narrows the list of appeals."""

    status = django_filters.ChoiceFilter(field_name="state", choices=State.choices)


class _ForStaff(Endpoint):
    permissions = [AtLeast(Role.MODERATOR)]
    tag = "moderation"

    def answer(self, request: Request, appeal_id: UUID, *, status: int = 200) -> Response:
        row = queries.visible_appeal(request.user, appeal_id)
        return self.tagged(request, shapes.appeal(row, request.user), version=row.version, status=status)


class AppealQueue(_ForStaff):
    """All appeals but the viewer's own, the newest first; `can_decide` says of each whether the viewer may decide it.

    An appeal that nobody may decide, as where there is one moderator alone, stays open.
    """

    @operation("List appeals", answer=Page(Appeal), filters=AppealFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, AppealFilters, queries.appeals_visible_to(request.user))
        return self.page(request, rows, order=("-id",), shape=shapes.appeals)


class AppealForStaff(_ForStaff):
    """An appeal with the decision, what it imposed, who made it, and the dialogue."""

    @operation("See an appeal as staff", answer=WholeAppeal, errors=[AppealNotFound], conditional=True)
    def get(self, request: Request, appeal_id: UUID) -> Response:
        return self.answer(request, appeal_id)


class AnswerAppeal(_ForStaff):
    """Writes to the member, who does not learn who of the staff it was."""

    @operation(
        "Answer an appeal",
        body=AppealMessageBody,
        answer=WholeAppeal,
        status=201,
        errors=[AppealNotFound, AppealClosed, OwnDecision, AnswerAwaited, DialogueFull],
        idempotent=True,
    )
    def post(self, request: Request, appeal_id: UUID) -> Response:
        data = self.read(request, AppealMessageBody)
        services.answer_appeal(actor=request.user, appeal_id=appeal_id, body=data["body"])
        return self.answer(request, appeal_id, status=201)


class DecideAppeal(_ForStaff):
    """Ends an appeal, from the version of it in `If-Match` where there is one.

    To `overturn` undoes all that the decision did, at once; to `uphold` lets it stand. By somebody else than who
    decided, of a role that is not below theirs.
    """

    @operation(
        "Decide an appeal",
        body=DecideAppealBody,
        answer=WholeAppeal,
        errors=[
            AppealNotFound,
            CaseNotFound,
            AppealClosed,
            OwnDecision,
            OwnCase,
            NeedsHigherRole,
            RankTooLow,
        ],
        idempotent=True,
        conditional=True,
    )
    def post(self, request: Request, appeal_id: UUID) -> Response:
        data = self.read(request, DecideAppealBody)
        services.decide_appeal(
            actor=request.user,
            appeal_id=appeal_id,
            overturn=data["outcome"] == "overturn",
            reason=data["reason"],
            expected_version=self.expected_version(request),
        )
        return self.answer(request, appeal_id)


urlpatterns: list[URLPattern] = [
    path("moderation/appeals", AppealQueue.as_view(), name="staff-appeals"),
    path("moderation/appeals/<uuid:appeal_id>", AppealForStaff.as_view(), name="staff-appeal"),
    path("moderation/appeals/<uuid:appeal_id>/messages", AnswerAppeal.as_view(), name="answer-appeal"),
    path("moderation/appeals/<uuid:appeal_id>/decide", DecideAppeal.as_view(), name="decide-appeal"),
]
