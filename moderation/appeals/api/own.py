"""Appeals for those who make them, whatever state their account is in."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.privacy.authentication import BearerOrAppealAuthentication
from config.api import AtLeast, Endpoint, IsSignedIn, Page, Request, operation
from config.errors import Forbidden, NotSignedIn
from config.roles import Role
from moderation.appeals import queries, services, shapes
from moderation.appeals.api.bodies import AppealBody, AppealMessageBody, OwnAppeal, OwnAppealWhole
from moderation.appeals.errors import (
    AlreadyAppealed,
    AnswerAwaited,
    AppealClosed,
    AppealNotFound,
    DecisionNotFound,
    DialogueFull,
    NothingToAppeal,
)
from moderation.appeals.models import Appeal


class _Own(Endpoint):
    permissions = [IsSignedIn]
    authentication_classes = [BearerOrAppealAuthentication]
    tag = "moderation"

    def answer(self, request: Request, row: Appeal, *, status: int = 200) -> Response:
        return self.tagged(request, shapes.own_appeal(row, request.user), version=row.version, status=status)


class Appeals(_Own):
    """Says that a decision about oneself was wrong: once a decision, while there is something to appeal against.

    Suspended and banned members may, with `Authorization: Appeal` and the token that signing in gave them; so may muted
    ones. Somebody else than who decided looks at it.
    """

    throttles = ("appeal",)

    @operation(
        "Appeal against a decision",
        body=AppealBody,
        answer=OwnAppealWhole,
        status=201,
        errors=[DecisionNotFound, NothingToAppeal, AlreadyAppealed],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, AppealBody)
        named = {"decision_id": data.get("decision"), "case_id": data.get("case")}
        made = services.file_appeal(actor=request.user, text=data["text"], **named)
        answer = self.answer(request, queries.own_appeal(request.user.pk, made.pk), status=201)
        answer["Location"] = f"{request.path}/{made.pk}"
        return answer


class OwnAppeals(_Own):
    """The member's appeals, the newest first; who of the staff decided is not told."""

    @operation("List my appeals", answer=Page(OwnAppeal))
    def get(self, request: Request) -> Response:
        return self.page(request, queries.own_appeals(request.user.pk), order=("-id",), shape=shapes.own_appeals)


class OneAppeal(_Own):
    """An appeal with its dialogue, for its maker; the staff sees the same of it here as its maker does."""

    @operation("See an appeal", answer=OwnAppealWhole, errors=[AppealNotFound], conditional=True)
    def get(self, request: Request, appeal_id: UUID) -> Response:
        if _is_staff(request):
            found = queries.appeals_visible_to(request.user).filter(pk=appeal_id).first()
            if found is not None:
                return self.answer(request, found)
        return self.answer(request, queries.own_appeal(request.user.pk, appeal_id))


def _is_staff(request: Request) -> bool:
    """Whether the staff's own view of appeals is open to the viewer."""
    try:
        AtLeast(Role.MODERATOR).check(request.user, request)
    except (Forbidden, NotSignedIn):
        return False
    return True


class AppealMessages(_Own):
    """Adds a word to one's appeal, while it is open. After ten in a row it is the staff's turn."""

    throttles = ("appeal",)

    @operation(
        "Write on my appeal",
        body=AppealMessageBody,
        answer=OwnAppealWhole,
        status=201,
        errors=[AppealNotFound, AppealClosed, AnswerAwaited, DialogueFull],
        idempotent=True,
    )
    def post(self, request: Request, appeal_id: UUID) -> Response:
        data = self.read(request, AppealMessageBody)
        services.write_message(actor=request.user, appeal_id=appeal_id, body=data["body"])
        return self.answer(request, queries.own_appeal(request.user.pk, appeal_id), status=201)


class WithdrawAppeal(_Own):
    """Takes one's appeal back. The decision stands, and cannot be appealed against again."""

    @operation("Withdraw my appeal", answer=OwnAppealWhole, errors=[AppealNotFound, AppealClosed], idempotent=True)
    def post(self, request: Request, appeal_id: UUID) -> Response:
        services.withdraw_appeal(actor=request.user, appeal_id=appeal_id)
        return self.answer(request, queries.own_appeal(request.user.pk, appeal_id))


urlpatterns: list[URLPattern] = [
    path("appeals", Appeals.as_view(), name="appeals"),
    path("appeals/mine", OwnAppeals.as_view(), name="own-appeals"),
    path("appeals/<uuid:appeal_id>", OneAppeal.as_view(), name="appeal"),
    path("appeals/<uuid:appeal_id>/messages", AppealMessages.as_view(), name="appeal-messages"),
    path("appeals/<uuid:appeal_id>/withdraw", WithdrawAppeal.as_view(), name="withdraw-appeal"),
]
