"""Thumbnails over HTTP, for the authors of workbooks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, IsMember, Request, operation
from config.api import fields as f
from config.api.uploads import (
    UPLOAD_ERRORS,
    ConfirmingEndpoint,
    ImageBody,
    PrepareBody,
    PreparedAnswer,
    PreparingEndpoint,
    TicketBody,
    UploadEndpoint,
    addresses_like,
)
from config.errors import StaleVersion
from config.images import THUMBNAIL
from config.storage import StorageAway
from config.storage.direct import UploadNotFound
from config.storage.pictures import REFUSALS, urls
from workbooks.catalog import services as catalog
from workbooks.catalog.errors import NotYourWorkbook, WorkbookNotFound
from workbooks.media import services

OWN = [WorkbookNotFound, NotYourWorkbook, StaleVersion]


class ThumbnailAddresses(Answer):
    """The pictures of a thumbnail: 320 × 180, 640 × 360 and 1280 × 720 pixels at most."""

    large = f.Url()
    medium = f.Url()
    small = f.Url()

    class Meta:
        example = addresses_like("thumbnails", THUMBNAIL)


class ThumbnailAnswer(Answer):
    """The thumbnail of a workbook."""

    thumbnail = f.Nested(ThumbnailAddresses)

    class Meta:
        example = {"thumbnail": ThumbnailAddresses.Meta.example}


def shape(stem: str) -> dict[str, Any]:
    return {"thumbnail": urls(stem, THUMBNAIL)}


class Thumbnail(UploadEndpoint):
    """The thumbnail of a workbook, drawn anew from what its author uploads. An address never shows another picture."""

    permissions = [IsMember]
    throttles = {"POST": ["upload"]}
    tag = "workbooks"
    scopes = "workbooks"

    @operation(
        "Change a workbook's thumbnail",
        body=ImageBody,
        answer=ThumbnailAnswer,
        errors=[*OWN, *UPLOAD_ERRORS],
        conditional=True,
    )
    def post(self, request: Request, workbook_id: UUID) -> Response:
        expected = self.expected_version(request)
        # Whose workbook it is comes first: nobody's file is read for a workbook that is not theirs.
        catalog.check_own(actor=request.user, workbook_id=workbook_id, expected_version=expected)
        image = self.read(request, ImageBody)["image"]
        stem = services.change_thumbnail(
            actor=request.user, workbook_id=workbook_id, image=image, expected_version=expected
        )
        return Response(shape(stem))

    @operation("Remove a workbook's thumbnail", answer=None, status=204, errors=OWN, conditional=True)
    def delete(self, request: Request, workbook_id: UUID) -> Response:
        expected = self.expected_version(request)
        services.remove_thumbnail(actor=request.user, workbook_id=workbook_id, expected_version=expected)
        return Response(status=204)


class ThumbnailUpload(PreparingEndpoint):
    """Prepares a direct upload: a form that is good for five minutes, for one file of that type and size."""

    tag = "workbooks"
    scopes = "workbooks"

    @operation(
        "Prepare an upload of a thumbnail",
        body=PrepareBody,
        answer=PreparedAnswer,
        status=201,
        errors=[WorkbookNotFound, NotYourWorkbook, StorageAway],
    )
    def post(self, request: Request, workbook_id: UUID) -> Response:
        return self.prepare(request, services.prepare_thumbnail, actor=request.user, workbook_id=workbook_id)


class ThumbnailConfirmation(ConfirmingEndpoint):
    """Has an upload taken as thumbnail; the uploaded file goes."""

    tag = "workbooks"
    scopes = "workbooks"

    @operation(
        "Take an uploaded thumbnail",
        body=TicketBody,
        answer=ThumbnailAnswer,
        errors=[*OWN, UploadNotFound, *REFUSALS],
        conditional=True,
    )
    def post(self, request: Request, workbook_id: UUID) -> Response:
        stem = services.confirm_thumbnail(
            actor=request.user,
            workbook_id=workbook_id,
            ticket=self.ticket(request),
            expected_version=self.expected_version(request),
        )
        return Response(shape(stem))


_THUMBNAIL = "workbooks/<uuid:workbook_id>/thumbnail"

urlpatterns: list[URLPattern] = [
    path(_THUMBNAIL, Thumbnail.as_view(), name="workbook-thumbnail"),
    path(f"{_THUMBNAIL}/upload", ThumbnailUpload.as_view(), name="workbook-thumbnail-upload"),
    path(f"{_THUMBNAIL}/confirm", ThumbnailConfirmation.as_view(), name="workbook-thumbnail-confirmation"),
]
