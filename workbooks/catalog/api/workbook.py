"""One workbook: reading it, and its author's edits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Anyone, Endpoint, IsMember, Request, operation
from config.errors import StaleVersion
from workbooks.catalog import services, shapes
from workbooks.catalog.api.bodies import WorkbookAnswer, WorkbookBody, WorkbookChange
from workbooks.catalog.errors import NotYourWorkbook, TextRejected, WorkbookNotFound
from workbooks.catalog.models import Visibility
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.tags.errors import InvalidTag

EDIT_ERRORS = [WorkbookNotFound, NotYourWorkbook, StaleVersion, EmbedUrlRefused, InvalidTag, TextRejected]


class OneWorkbook(Endpoint):
    """One workbook. Edits honour `If-Match`."""

    permissions = {"GET": [Anyone], "PUT": [IsMember], "PATCH": [IsMember], "DELETE": [IsMember]}
    tag = "workbooks"
    scopes = "workbooks"

    @operation("See a workbook", answer=WorkbookAnswer, errors=[WorkbookNotFound], conditional=True)
    def get(self, request: Request, workbook_id: UUID) -> Response:
        shown, version = shapes.workbook(request.user, workbook_id)
        return self.tagged(request, shown, version=version)

    @operation(
        "Replace a workbook's text", body=WorkbookBody, answer=WorkbookAnswer, errors=EDIT_ERRORS, conditional=True
    )
    def put(self, request: Request, workbook_id: UUID) -> Response:
        left_out = {"description": "", "tags": [], "visibility": Visibility.PUBLIC, "embed_allowed_on": []}
        return self._edit(request, workbook_id, left_out | self.read(request, WorkbookBody))

    @operation(
        "Change a workbook's text", body=WorkbookChange, answer=WorkbookAnswer, errors=EDIT_ERRORS, conditional=True
    )
    def patch(self, request: Request, workbook_id: UUID) -> Response:
        return self._edit(request, workbook_id, self.read(request, WorkbookChange))

    def _edit(self, request: Request, workbook_id: UUID, changes: dict[str, Any]) -> Response:
        expected = self.expected_version(request)
        services.edit_workbook(actor=request.user, workbook_id=workbook_id, changes=changes, expected_version=expected)
        shown, version = shapes.workbook(request.user, workbook_id)
        return self.tagged(request, shown, version=version)

    @operation(
        "Delete a workbook",
        answer=None,
        status=204,
        errors=[WorkbookNotFound, NotYourWorkbook, StaleVersion],
        conditional=True,
    )
    def delete(self, request: Request, workbook_id: UUID) -> Response:
        expected = self.expected_version(request)
        services.delete_workbook(actor=request.user, workbook_id=workbook_id, expected_version=expected)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("workbooks/<uuid:workbook_id>", OneWorkbook.as_view(), name="workbook"),
]
