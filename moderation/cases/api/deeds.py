"""What moderators do to a case. Each answers with the case as it is then, and its new version."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.users.errors import RankTooLow
from config.api import AtLeast, Endpoint, Request, operation
from config.roles import Role
from moderation.cases import queries, services, shapes
from moderation.cases.api.bodies import ClaimBody, DecideBody, EscalateBody, NoteBody, WholeCase
from moderation.cases.asked import Action
from moderation.cases.errors import (
    CannotEscalate,
    CaseClosed,
    CaseNotFound,
    ClaimedByAnother,
    NeedsHigherRole,
    NotClaimed,
    OwnCase,
    VersionRequired,
)
from moderation.sanctions.errors import ActNotPossible

_PART = [CaseNotFound, CaseClosed, ClaimedByAnother, NeedsHigherRole]


class _Deed(Endpoint):
    permissions = [AtLeast(Role.MODERATOR)]
    tag = "moderation"

    def answer(self, request: Request, case_id: UUID, *, status: int = 200) -> Response:
        row = queries.visible_case(request.user, case_id)
        return self.tagged(request, shapes.case(row, request.user), version=row.version, status=status)


class Claim(_Deed):
    """Takes a case, so that it goes to nobody else. Again is no error."""

    @operation("Claim a case", body=ClaimBody, answer=WholeCase, errors=[*_PART, OwnCase, RankTooLow])
    def post(self, request: Request, case_id: UUID) -> Response:
        data = self.read(request, ClaimBody)
        services.claim(actor=request.user, case_id=case_id, take_over=data.get("take_over", False))
        return self.answer(request, case_id)


class Release(_Deed):
    """Gives a claimed case back; managers give back anybody's."""

    @operation("Release a case", answer=WholeCase, errors=[CaseNotFound, CaseClosed, NotClaimed])
    def post(self, request: Request, case_id: UUID) -> Response:
        services.release(actor=request.user, case_id=case_id)
        return self.answer(request, case_id)


class Notes(_Deed):
    """Leaves a note for the other moderators."""

    @operation("Write a note", body=NoteBody, answer=WholeCase, status=201, errors=[CaseNotFound], idempotent=True)
    def post(self, request: Request, case_id: UUID) -> Response:
        data = self.read(request, NoteBody)
        services.write_note(actor=request.user, case_id=case_id, text=data["text"])
        return self.answer(request, case_id, status=201)


class Escalate(_Deed):
    """Leaves a case to the next higher role: managers, then admins."""

    @operation("Escalate a case", body=EscalateBody, answer=WholeCase, errors=[*_PART, CannotEscalate], idempotent=True)
    def post(self, request: Request, case_id: UUID) -> Response:
        data = self.read(request, EscalateBody)
        services.escalate(actor=request.user, case_id=case_id, reason=data["reason"])
        return self.answer(request, case_id)


class Decide(_Deed):
    """Ends a round of a case, from the version of it in `If-Match`, which must be there.

    What it asks for happens at once and as a whole: labels, hiding and removal of the thing, warnings, mutes,
    suspensions and bans of its owner. Those who reported learn the outcome, the owner what was done and why.
    """

    @operation(
        "Decide a case",
        body=DecideBody,
        answer=WholeCase,
        errors=[*_PART, OwnCase, RankTooLow, VersionRequired, ActNotPossible],
        idempotent=True,
        conditional=True,
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        data = self.read(request, DecideBody)
        expected = self.expected_version(request)
        if expected is None:
            raise VersionRequired
        services.decide(
            actor=request.user,
            case_id=case_id,
            expected_version=expected,
            actions=[Action(**asked) for asked in data["actions"]],
            category=data.get("category"),
            reason=data.get("reason", ""),
            note=data.get("note", ""),
            seen_digest=data.get("text_digest"),
        )
        return self.answer(request, case_id)


urlpatterns: list[URLPattern] = [
    path("moderation/cases/<uuid:case_id>/claim", Claim.as_view(), name="claim-case"),
    path("moderation/cases/<uuid:case_id>/release", Release.as_view(), name="release-case"),
    path("moderation/cases/<uuid:case_id>/notes", Notes.as_view(), name="note-on-case"),
    path("moderation/cases/<uuid:case_id>/escalate", Escalate.as_view(), name="escalate-case"),
    path("moderation/cases/<uuid:case_id>/decide", Decide.as_view(), name="decide-case"),
]
