"""Reporting things, and what came of it."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Endpoint, IsMember, Page, Request, operation
from moderation.reports import queries, services, shapes
from moderation.reports.api.bodies import Report, ReportBody
from moderation.reports.errors import ThingNotFound, TooManyOpenReports


class Reports(Endpoint):
    """Reports any thing that one can see and that is not one's own: workbooks, comments, profiles, and what comes.

    While a report of the member's on the thing is open, reporting it again answers 200 with that one. A text that
    moderators have found fine, and that was not edited since, is answered at once.
    """

    permissions = [IsMember]
    throttles = ("report",)
    tag = "moderation"

    @operation(
        "Report a thing",
        body=ReportBody,
        answer=Report,
        status=201,
        again=200,
        errors=[ThingNotFound, TooManyOpenReports],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, ReportBody)
        filed = services.file_report(
            reporter=request.user,
            kind=data["entity_type"],
            thing_id=data["entity_id"],
            category=data["category"],
            text=data.get("text", ""),
        )
        return Response(shapes.report(filed.report), status=201 if filed.is_new else 200)


class OwnReports(Endpoint):
    """What the member reported, the newest first, and what came of it; who decided is not told."""

    permissions = [IsMember]
    tag = "moderation"

    @operation("List my reports", answer=Page(Report))
    def get(self, request: Request) -> Response:
        return self.page(request, queries.own_reports(request.user), order=("-id",), shape=shapes.reports)


urlpatterns: list[URLPattern] = [
    path("reports", Reports.as_view(), name="reports"),
    path("reports/mine", OwnReports.as_view(), name="own-reports"),
]
