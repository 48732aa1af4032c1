"""Views over HTTP: a client says that its reader looks at a workbook."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config import context
from config.api import Answer, Anyone, Endpoint, Request, operation
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.engagement import services
from workbooks.engagement.referrers import host_of


class Taken(Answer):
    """Nothing: the view is taken, and counted once a viewer and half an hour."""

    class Meta:
        example: dict[str, object] = {}


class ViewOfWorkbook(Endpoint):
    """A look at a workbook. Muted members' looks are taken as well: looking is not writing.

    Of the page that led here (`Referer`) the host is kept, where it is another site's.
    """

    permissions = [Anyone]
    tag = "engagement"
    scopes = "workbooks"

    @operation("Count a view", answer=Taken, status=202, errors=[WorkbookNotFound])
    def post(self, request: Request, workbook_id: UUID) -> Response:
        now = context.current()
        services.register_view(
            viewer=request.user,
            workbook_id=workbook_id,
            address=now.address,
            agent=now.user_agent,
            referrer=host_of(request.headers.get("Referer", ""), own=request.get_host()),
        )
        return Response({}, status=202)


urlpatterns: list[URLPattern] = [
    path("workbooks/<uuid:workbook_id>/view", ViewOfWorkbook.as_view(), name="view-workbook"),
]
