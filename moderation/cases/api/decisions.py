"""Decisions, for those whom they are about: what was decided, why, until when, and how long one can appeal."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.privacy.authentication import BearerOrAppealAuthentication
from config.api import Endpoint, IsSignedIn, Page, Request, operation
from moderation.cases import queries, shapes
from moderation.cases.api.bodies import OwnDecision


class OwnDecisions(Endpoint):
    """What moderators decided about the member and their things, the newest first; who decided is not told.

    Suspended and banned members see it with `Authorization: Appeal` and the token that signing in gave them.
    """

    permissions = [IsSignedIn]
    authentication_classes = [BearerOrAppealAuthentication]
    tag = "moderation"

    @operation("List decisions about me", answer=Page(OwnDecision))
    def get(self, request: Request) -> Response:
        return self.page(request, queries.decisions_about(request.user.pk), order=("-id",), shape=shapes.own_decisions)


urlpatterns: list[URLPattern] = [path("moderation/decisions/mine", OwnDecisions.as_view(), name="own-decisions")]
