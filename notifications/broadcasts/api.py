"""Announcing over HTTP. `POST /notifications` stands on the path of the inbox, so that path is served from here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from rest_framework.response import Response

from config.api import AtLeast, Endpoint, IsSignedIn, Page, Request, operation
from config.errors import FieldError, InvalidInput
from config.roles import Role
from notifications.broadcasts import queries, services, shapes
from notifications.broadcasts.bodies import Announced, BroadcastAnswer, BroadcastBody
from notifications.broadcasts.errors import BroadcastEnded, BroadcastNotFound
from notifications.inbox.api.inbox import Notifications

MANAGERS = [AtLeast(Role.MANAGER)]


class InboxAndAnnouncing(Notifications):
    """One's own notifications; for managers, announcing something to many."""

    permissions = {"GET": [IsSignedIn], "POST": MANAGERS}  # type: ignore[assignment] # by method, as `Endpoint` takes it

    @operation("Announce something to many", body=BroadcastBody, answer=Announced, status=202, idempotent=True)
    def post(self, request: Request) -> Response:
        """It is told by a job, to each by the channels that they chose. With `dry_run` recipients are only counted."""
        data = self.read(request, BroadcastBody)
        audience = _audience(data["to"])
        _check_languages(data)
        if data.get("dry_run"):
            count = services.count_recipients(actor=request.user, audience=audience)
            return Response({"id": None, "recipients": count, "state": "dry_run"}, status=202)
        made = services.announce(
            actor=request.user,
            title=data["title"],
            body=data["body"],
            audience=audience,
            expires_at=data.get("expires_at"),
        )
        return Response({"id": made.pk, "recipients": made.total, "state": made.state}, status=202)


def _audience(to: dict[str, Any]) -> dict[str, Any]:
    audience = dict(to)
    everybody, names = audience.pop("all", False), audience.pop("usernames", [])
    ids = [str(each) for each in audience.pop("ids", [])] + (services.people_named(names) if names else [])
    if ids:
        audience["people"] = sorted(set(ids))
    if bool(audience) == everybody:
        raise InvalidInput.of("to", "whom", _("Say whom it is for: by name, by what holds of them, or all."))
    return audience


def _check_languages(data: dict[str, Any]) -> None:
    known = {code for code, _name in settings.LANGUAGES}
    errors = [
        FieldError(name, "languages", _("Give the text in languages of the platform, title and body in the same."))
        for name in ("title", "body")
        if not data[name] or not set(data[name]) <= known or set(data[name]) != set(data["title"])
    ]
    if errors:
        raise InvalidInput(errors=errors)


class Broadcasts(Endpoint):
    """What was announced, the newest first."""

    permissions = MANAGERS
    tag = "notifications"

    @operation("List broadcasts", answer=Page(BroadcastAnswer))
    def get(self, request: Request) -> Response:
        rows = queries.broadcasts_visible_to(request.user)
        return self.page(request, rows, order=("-id",), shape=shapes.broadcasts)


class OneBroadcast(Endpoint):
    """One broadcast, and how far it has come."""

    permissions = MANAGERS
    tag = "notifications"

    @operation("Follow a broadcast", answer=BroadcastAnswer, errors=[BroadcastNotFound])
    def get(self, request: Request, broadcast_id: UUID) -> Response:
        return Response(shapes.broadcast(queries.visible_broadcast(request.user, broadcast_id)))


class Cancelling(Endpoint):
    """Tells nobody more. Whoever was told keeps what they were told."""

    permissions = MANAGERS
    tag = "notifications"

    @operation("Cancel a broadcast", answer=BroadcastAnswer, errors=[BroadcastNotFound, BroadcastEnded])
    def post(self, request: Request, broadcast_id: UUID) -> Response:
        services.cancel(actor=request.user, broadcast_id=broadcast_id)
        return Response(shapes.broadcast(queries.visible_broadcast(request.user, broadcast_id)))


urlpatterns: list[URLPattern] = [
    path("notifications", InboxAndAnnouncing.as_view(), name="notifications"),
    path("notifications/broadcasts", Broadcasts.as_view(), name="broadcasts"),
    path("notifications/broadcasts/<uuid:broadcast_id>", OneBroadcast.as_view(), name="broadcast"),
    path("notifications/broadcasts/<uuid:broadcast_id>/cancel", Cancelling.as_view(), name="broadcast-cancel"),
]
