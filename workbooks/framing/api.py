"""Frames over HTTP: a view of a workbook for whoever asks."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, Anyone, Endpoint, File, Request, operation
from config.api import fields as f
from config.images import MEDIA_TYPE
from config.storage import FileMissing, StorageAway, key_of, store
from config.storage.pictures import LARGEST
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.embeds.choices import AspectRatio
from workbooks.embeds.errors import SourceCannotSign
from workbooks.framing import queries, services
from workbooks.framing.errors import AddressNotProven, NoPreview, SourceOutOfUse


class ViewAnswer(Answer):
    """A workbook's URL for a frame. A signed one is good for this viewer until it expires; ask anew for each view."""

    url = f.Url()
    expires_at = f.Moment(allow_null=True)
    provider = f.Text()
    sandbox = f.Items(f.Text())
    aspect_ratio = f.Choice(AspectRatio.values)

    class Meta:
        example = {
            "url": "https://public.tableau.com/views/Sales/Overview",
            "expires_at": None,
            "provider": "tableau-public",
            "sandbox": ["allow-scripts", "allow-same-origin"],
            "aspect_ratio": "16:9",
        }


class OneView(Endpoint):
    """A view of one workbook. Where the source signs its views, for members with a proven address."""

    permissions = [Anyone]
    tag = "embeds"

    @operation(
        "Get a view of a workbook",
        answer=ViewAnswer,
        errors=[WorkbookNotFound, SourceOutOfUse, SourceCannotSign, AddressNotProven],
    )
    def get(self, request: Request, workbook_id: UUID) -> Response:
        view = services.view_workbook(viewer=request.user, workbook_id=workbook_id)
        return Response(asdict(view), headers={"Cache-Control": "no-store"})


class Preview(Endpoint):
    """The image that the workbook's source names of it, as we drew it: looking at it does not tell the source."""

    permissions = [Anyone]
    tag = "embeds"
    scopes = "workbooks"

    @operation(
        "Get a workbook's preview image",
        answer=File("image/webp", "RIFF…WEBP"),
        errors=[WorkbookNotFound, NoPreview, StorageAway],
    )
    def get(self, request: Request, workbook_id: UUID) -> Any:  # a file, where other methods give an answer to encode
        stem = queries.preview_of(request.user, workbook_id)
        # Made from the stem and not the stem: nobody learns the file's own address, which asks nobody who they are.
        etag = f'"{hashlib.blake2b(stem.encode(), digest_size=12).hexdigest()}"'
        if etag in {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}:
            answer = HttpResponse(status=304)
        else:
            answer = HttpResponse(_bytes(stem), content_type=MEDIA_TYPE)
        answer["ETag"], answer["Cache-Control"] = etag, "private, max-age=300"
        return answer


def _bytes(stem: str) -> bytes:
    try:
        return store().get(key_of(stem, "preview"), LARGEST)
    except FileMissing:
        raise NoPreview from None


urlpatterns: list[URLPattern] = [
    path("sigma/embed/<uuid:workbook_id>", OneView.as_view(), name="view-of-workbook"),
    path("embeds/proxy/<uuid:workbook_id>", Preview.as_view(), name="preview-of-workbook"),
]
