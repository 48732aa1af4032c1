"""`/notifications`: what the member was told, the newest first, and the buttons on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from config.pages.view import Page, SeeOther, SignInFirst
from config.roles import Viewer
from notifications.inbox import queries, services, shapes

A_PAGE = 30
LONGEST_POSITION = 18


class Own(Page):
    """What the pages of one's own notifications share; muted members read as well."""

    def member(self) -> Viewer:
        """Whoever is signed in."""
        if not self.viewer.is_authenticated:
            raise SignInFirst
        return self.viewer

    def member_id(self) -> UUID:
        """The id of whoever is signed in."""
        found = self.member().pk
        assert found is not None
        return found

    def back(self, request: HttpRequest) -> str:
        return reverse("notifications-page")


class InboxPage(Own):
    """The list, piece by piece; `?unread=1` leaves out what was read."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        member, member_id = self.member(), self.member_id()
        is_unread = True if request.GET.get("unread") == "1" else None
        rows = queries.listed(member, is_unread=is_unread).order_by("-position")
        before = _position(request.GET.get("before", ""))
        if before is not None:
            rows = rows.filter(position__lt=before)
        piece = list(rows[: A_PAGE + 1])
        values: dict[str, Any] = {
            "items": shapes.notifications(piece[:A_PAGE], member),
            "older": piece[A_PAGE - 1]["position"] if len(piece) > A_PAGE else None,
            "is_first": before is None,
            "only_unread": is_unread is True,
            "unread": queries.unread_counts(member_id)["total"],
        }
        return self.render("notifications/inbox.html", values)


def _position(text: str) -> int | None:
    """The position in a link to older ones; None for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_POSITION else None


class ReadButton(Own):
    """Marks one as read."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, notification_id: UUID) -> HttpResponse:
        services.read_notification(member_id=self.member_id(), notification_id=notification_id)
        return SeeOther(self.back(request))


class OpenLink(Own):
    """Leads to what a notification is about, and marks it as read on the way."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, notification_id: UUID) -> HttpResponse:
        rows = list(queries.listed(self.member(), is_unread=None).filter(pk=notification_id))
        services.read_notification(member_id=self.member_id(), notification_id=notification_id)
        shown = shapes.notifications(rows, self.member())
        url = shown[0]["url"] if shown else ""
        return SeeOther(url if url.startswith("/") and not url.startswith("//") else self.back(request))


class ReadAllButton(Own):
    """Marks everything as read."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        services.read_all(member_id=self.member_id())
        return SeeOther(self.back(request))


class ArchiveButton(Own):
    """Puts one away."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, notification_id: UUID) -> HttpResponse:
        services.archive(member_id=self.member_id(), notification_id=notification_id)
        return SeeOther(self.back(request))


urlpatterns: list[URLPattern] = [
    path("notifications", InboxPage.as_view(), name="notifications-page"),
    path("notifications/read", ReadAllButton.as_view(), name="notifications-read-button"),
    path("notifications/<uuid:notification_id>/open", OpenLink.as_view(), name="notification-open"),
    path("notifications/<uuid:notification_id>/read", ReadButton.as_view(), name="notification-read-button"),
    path("notifications/<uuid:notification_id>/archive", ArchiveButton.as_view(), name="notification-archive-button"),
]
