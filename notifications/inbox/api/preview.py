"""When would this reach me? Answered by the function that decides."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from rest_framework.response import Response

from config import clock
from config.api import Endpoint, IsSignedIn, Request, operation
from config.errors import InvalidInput
from notifications.addresses.queries import push_targets
from notifications.inbox.api.bodies import Preview, PreviewBody
from notifications.inbox.queries import spent_of
from notifications.inbox.services.planning import collects_in, spent_in
from notifications.preferences.deciding import decide
from notifications.preferences.queries import preferences_of_one
from notifications.types import find


class PreviewNotification(Endpoint):
    """What would become of a notification of one type by each channel, with the member's preferences as they are."""

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("See when a notification would reach you", body=PreviewBody, answer=Preview)
    def post(self, request: Request) -> Response:
        data = self.read(request, PreviewBody)
        declared = find(data["type"])
        if declared is None:
            raise InvalidInput.of("type", "unknown_type", _("There is no such notification."))
        member_id, at = request.user.pk, data.get("at") or clock.now()
        spent = spent_of(member_id)
        decided = decide(
            declared,
            preferences_of_one(member_id),
            at,
            spent=lambda hour: spent_in(spent, hour),
            collects=lambda hour: collects_in(spent, hour),
            has_device=bool(push_targets([member_id])),
        )
        channels = {
            channel.value: {"outcome": each.outcome.value, "reason": each.reason.value, "at": each.at}
            for channel, each in decided.items()
        }
        return Response({"type": declared.name, "at": at, "channels": channels})


urlpatterns: list[URLPattern] = [
    path("notifications/preferences/preview", PreviewNotification.as_view(), name="notification-preview"),
]
