"""Reading the inbox: the list, the counts, the way of one notification."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Endpoint, IsSignedIn, Page, Request, operation
from config.roles import Viewer
from notifications.inbox import queries, services, shapes
from notifications.inbox.api import cursors
from notifications.inbox.api.bodies import (
    ArchivedState,
    BesideList,
    NotificationFilters,
    NotificationItem,
    ReadState,
    Trace,
    UnreadCounts,
)
from notifications.inbox.errors import NotificationNotFound
from notifications.inbox.tracing import trace


class Notifications(Endpoint):
    """The member's notifications, the newest first. What they may not see any more is left out."""

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Read your notifications", answer=Page(NotificationItem, BesideList), filters=NotificationFilters)
    def get(self, request: Request) -> Response:
        said = NotificationFilters.values(request)
        is_unread, is_archived = said.get("unread"), bool(said.get("archived"))
        named = {"type": said["type"]} if said.get("type") else {}
        newest: dict[str, Any] = {}

        def build(viewer: Viewer, **values: Any) -> Any:
            return queries.listed(viewer, is_unread=is_unread, is_archived=is_archived, **values)

        def shape(rows: list[queries.Row], viewer: Viewer) -> list[dict[str, Any]]:
            newest.update(rows[0] if rows else {})
            return shapes.notifications(rows, viewer)

        key = ("inbox.listed", is_unread, is_archived, bool(named))
        known = sorted(NotificationFilters.names())
        response = self.hot_page(request, key, build, order=cursors.ORDER, shape=shape, known=known, **named)
        response.data["cursor"] = cursors.cursor_of(request, newest) if newest else None
        return response


class UnreadCount(Endpoint):
    """How many of the member's notifications are unread."""

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Count your unread notifications", answer=UnreadCounts)
    def get(self, request: Request) -> Response:
        return Response(queries.unread_counts(request.user.pk))


class OneNotification(Endpoint):
    """One of the member's own."""

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Delete a notification", answer=None, status=204, errors=[NotificationNotFound])
    def delete(self, request: Request, notification_id: UUID) -> Response:
        services.delete(member_id=request.user.pk, notification_id=notification_id)
        return Response(status=204)


class ReadNotification(Endpoint):
    """Reads one: here, and so in every other client of the member."""

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Read a notification", answer=ReadState, errors=[NotificationNotFound])
    def put(self, request: Request, notification_id: UUID) -> Response:
        services.read_notification(member_id=request.user.pk, notification_id=notification_id)
        return Response({"id": notification_id, "is_read": True})


class ArchiveNotification(Endpoint):
    """Puts one away; it is read with that."""

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Archive a notification", answer=ArchivedState, errors=[NotificationNotFound])
    def put(self, request: Request, notification_id: UUID) -> Response:
        services.archive(member_id=request.user.pk, notification_id=notification_id)
        return Response({"id": notification_id, "is_archived": True})


class NotificationTrace(Endpoint):
    """Why a notification did or did not arrive: event, preferences, quiet hours and limits, queue, attempts, receipts.

    Members follow their own; managers anyone's.
    """

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Follow the way of a notification", answer=Trace, errors=[NotificationNotFound])
    def get(self, request: Request, notification_id: UUID) -> Response:
        row = queries.traceable(request.user, notification_id)
        said = {"id": row.pk, "type": row.type, "recipient": row.recipient_id}
        return Response({**said, "steps": trace(row)})


# `notifications` itself is served from `notifications.broadcasts`, which adds what managers do there.
urlpatterns: list[URLPattern] = [
    path("notifications/unread-count", UnreadCount.as_view(), name="notifications-unread-count"),
    path("notifications/<uuid:notification_id>", OneNotification.as_view(), name="notification"),
    path("notifications/<uuid:notification_id>/read", ReadNotification.as_view(), name="notification-read"),
    path("notifications/<uuid:notification_id>/archive", ArchiveNotification.as_view(), name="notification-archive"),
    path("notifications/<uuid:notification_id>/trace", NotificationTrace.as_view(), name="notification-trace"),
]
