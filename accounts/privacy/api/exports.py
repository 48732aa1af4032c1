"""Asking for an export, asking how far it is, and fetching it by its link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.privacy import queries, services, shapes
from accounts.privacy.authentication import BearerOrAppealAuthentication
from accounts.privacy.choices import ExportState
from accounts.privacy.errors import ExportExpired, ExportNotFound
from accounts.users.errors import UserNotFound
from config.api import Answer, Anyone, Endpoint, IsSignedIn, Request, operation
from config.api import fields as f
from config.api.operations import File
from config.errors import refuse
from config.storage import FileMissing, StorageAway
from config.storage.private import private_store

ZIP = File("application/zip", "PK")


class Export(Answer):
    """An export. `link` is there while it is `ready`: whoever has it can fetch the file, so it is kept secret."""

    id = f.Id()
    state = f.Choice([state.value for state in ExportState])
    created_at = f.Moment()
    finished_at = f.Moment(allow_null=True)
    expires_at = f.Moment(allow_null=True)
    bytes = f.Integer()
    rows = f.Integer()
    sha256 = f.Text()
    link = f.Url(allow_null=True)

    class Meta:
        example = {
            "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
            "state": "waiting",
            "created_at": "2026-11-20T16:25:00Z",
            "finished_at": None,
            "expires_at": None,
            "bytes": 0,
            "rows": 0,
            "sha256": "",
            "link": None,
        }


class MyExport(Endpoint):
    """Has one file made of all that is kept about the member: JSON by model, pictures, and a manifest.

    While one is under way, asking again answers with that one. Suspended and banned members may, with
    `Authorization: Appeal` and the token that signing in gave them.
    """

    permissions = [IsSignedIn]
    authentication_classes = [BearerOrAppealAuthentication]
    throttles = ("export",)
    tag = "privacy"

    @operation("Export my data", answer=Export, status=202, errors=[UserNotFound])
    def post(self, request: Request) -> Response:
        made = services.request_export(user_id=request.user.pk, actor=request.user)
        return Response(shapes.export(made), status=202)


class OneExport(Endpoint):
    """How far an export of one's own is, and the link to its file."""

    permissions = [IsSignedIn]
    authentication_classes = [BearerOrAppealAuthentication]
    tag = "privacy"

    @operation("Show my export", answer=Export, errors=[ExportNotFound])
    def get(self, request: Request, export_id: UUID) -> Response:
        return Response(shapes.export(queries.own_export(request.user.pk, export_id)))


class ExportFile(Endpoint):
    """The file behind the link of an export, for whoever has the link: for 24 hours, while the account's sessions last.

    A wrong key, signing out everywhere and deleting the account all make it 404; after its time it is 410.
    """

    permissions = [Anyone]
    authentication_classes: list[Any] = []
    tag = "privacy"

    @operation("Fetch an export", answer=ZIP, errors=[ExportNotFound, ExportExpired, StorageAway])
    def get(self, request: Request, export_id: UUID, export_key: str) -> Any:
        export = queries.export_behind(export_id, export_key)
        try:
            pieces = private_store().pieces(export.file)
        except FileMissing:
            refuse(ExportNotFound())
        response = StreamingHttpResponse(pieces, content_type=ZIP.media)
        response["Content-Length"] = str(export.size)
        response["Content-Disposition"] = f'attachment; filename="export-{export.created_at:%Y-%m-%d}.zip"'
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response


urlpatterns: list[URLPattern] = [
    path("users/profile/export", MyExport.as_view(), name="my-export"),
    path("users/profile/export/<uuid:export_id>", OneExport.as_view(), name="export"),
    path("users/profile/export/<uuid:export_id>/<slug:export_key>", ExportFile.as_view(), name="export-file"),
]
