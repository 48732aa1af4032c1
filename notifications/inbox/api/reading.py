"""Reading many at once."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from rest_framework.response import Response

from config.api import Endpoint, IsSignedIn, Request, operation
from config.api.keyset import InvalidCursor
from config.errors import InvalidInput
from notifications.inbox import queries, services
from notifications.inbox.api import cursors
from notifications.inbox.api.bodies import ReadAnswer, ReadBody


class ReadNotifications(Endpoint):
    """Reads several, everything up to a place in the list, or everything; in every client of the member at once.

    What is no notification of the member's is passed over.
    """

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Read several notifications", body=ReadBody, answer=ReadAnswer, errors=[InvalidCursor])
    def post(self, request: Request) -> Response:
        data = self.read(request, ReadBody)
        count = self._read(request, data)
        return Response({"read": count, "unread": queries.unread_counts(request.user.pk)["total"]})

    def _read(self, request: Request, data: dict[str, Any]) -> int:
        said = [name for name in ("ids", "before", "all") if data.get(name)]
        if len(said) != 1:
            raise InvalidInput.of("ids", "one_of", _("Say which: ids, before, or all."))
        if said == ["ids"]:
            return services.read_notifications(member_id=request.user.pk, ids=data["ids"])
        if said == ["all"]:
            return services.read_all(member_id=request.user.pk)
        return services.read_before(member_id=request.user.pk, position=cursors.position_of(request, data["before"]))


urlpatterns: list[URLPattern] = [
    path("notifications/read", ReadNotifications.as_view(), name="notifications-read"),
]
