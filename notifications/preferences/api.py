"""One's own preferences over HTTP."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Endpoint, IsSignedIn, Request, operation
from config.errors import StaleVersion
from notifications.preferences import queries, services, shapes
from notifications.preferences.bodies import PreferencesAnswer, PreferencesBody
from notifications.preferences.services import Changes
from social.graph.errors import PersonNotFound, SelfMute


class PreferencesOf(Endpoint):
    """How the member is told of what: by type and channel, how mails are collected, when not, and of whom not.

    What the member chose nothing about is as each type has it. What keeps an account safe reaches whatever is chosen.
    """

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Read your notification preferences", answer=PreferencesAnswer, conditional=True)
    def get(self, request: Request) -> Response:
        assert request.user.pk is not None
        row = queries.row_of(request.user.pk)
        return self.tagged(request, shapes.preferences(row), version=row.version)

    @operation(
        "Change your notification preferences",
        body=PreferencesBody,
        answer=PreferencesAnswer,
        errors=[StaleVersion, PersonNotFound, SelfMute],
        conditional=True,
    )
    def put(self, request: Request) -> Response:
        data = self.read(request, PreferencesBody)
        row = services.change_preferences(
            member=request.user, changes=_changes(data), expected_version=self.expected_version(request)
        )
        return self.tagged(request, shapes.preferences(row), version=row.version)


def _changes(data: dict[str, Any]) -> Changes:
    quiet, muted = data.get("quiet_hours", {}), data.get("muted", {})
    threads = muted.get("threads")
    return Changes(
        matrix=data.get("matrix"),
        digest=data.get("digest"),
        rate_limit=data.get("rate_limit_per_hour"),
        no_limit="rate_limit_per_hour" in data and data["rate_limit_per_hour"] is None,
        timezone=(quiet["timezone"] or "") if "timezone" in quiet else None,
        ranges=quiet.get("ranges"),
        people=muted.get("people"),
        threads=None if threads is None else [(each["type"], each["id"]) for each in threads],
    )


urlpatterns: list[URLPattern] = [
    path("notifications/preferences", PreferencesOf.as_view(), name="notification-preferences"),
]
