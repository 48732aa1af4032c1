"""The life of a workbook over HTTP: publish, archive, duplicate."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Endpoint, IsMember, Request, operation
from config.errors import StaleVersion
from workbooks.catalog import services, shapes
from workbooks.catalog.api.bodies import WorkbookAnswer
from workbooks.catalog.errors import NotPublished, NotYourWorkbook, TextRejected, TooManyDrafts, WorkbookNotFound
from workbooks.catalog.flags import REMIXES
from workbooks.embeds.errors import EmbedUrlRefused

ERRORS = [WorkbookNotFound, NotYourWorkbook, StaleVersion]


class Publish(Endpoint):
    """Shows a draft, or an archived workbook again, to those whom its visibility allows."""

    permissions = [IsMember]
    tag = "workbooks"
    scopes = "workbooks"

    @operation(
        "Publish a workbook", answer=WorkbookAnswer, errors=[*ERRORS, EmbedUrlRefused, TextRejected], conditional=True
    )
    def post(self, request: Request, workbook_id: UUID) -> Response:
        expected = self.expected_version(request)
        services.publish_workbook(actor=request.user, workbook_id=workbook_id, expected_version=expected)
        shown, version = shapes.workbook(request.user, workbook_id)
        return self.tagged(request, shown, version=version)


class Archive(Endpoint):
    """Withdraws a published workbook; its author keeps it."""

    permissions = [IsMember]
    tag = "workbooks"
    scopes = "workbooks"

    @operation("Archive a workbook", answer=WorkbookAnswer, errors=[*ERRORS, NotPublished], conditional=True)
    def post(self, request: Request, workbook_id: UUID) -> Response:
        expected = self.expected_version(request)
        services.archive_workbook(actor=request.user, workbook_id=workbook_id, expected_version=expected)
        shown, version = shapes.workbook(request.user, workbook_id)
        return self.tagged(request, shown, version=version)


class Duplicate(Endpoint):
    """Makes a draft of one's own from a workbook: a remix, which names its source and is named by it."""

    permissions = [IsMember]
    flag = REMIXES
    tag = "workbooks"
    scopes = "workbooks"

    @operation(
        "Remix a workbook",
        answer=WorkbookAnswer,
        status=201,
        errors=[WorkbookNotFound, EmbedUrlRefused, TextRejected, TooManyDrafts],
        idempotent=True,
    )
    def post(self, request: Request, workbook_id: UUID) -> Response:
        made = services.duplicate_workbook(actor=request.user, workbook_id=workbook_id)
        shown, version = shapes.workbook(request.user, made.pk)
        return self.tagged(request, shown, version=version, status=201)


urlpatterns: list[URLPattern] = [
    path("workbooks/<uuid:workbook_id>/publish", Publish.as_view(), name="publish-workbook"),
    path("workbooks/<uuid:workbook_id>/archive", Archive.as_view(), name="archive-workbook"),
    path("workbooks/<uuid:workbook_id>/duplicate", Duplicate.as_view(), name="duplicate-workbook"),
]
