"""One's own account and device sessions: who am I, where am I signed in, and out."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth import queries, services, shapes
from accounts.auth.api.shapes import Account
from accounts.auth.api.signing_in import RefreshBody
from accounts.auth.authentication import LeavingAuthentication
from accounts.auth.errors import ForeignRefreshToken, SessionNotFound
from config.api import Answer, Endpoint, IsSignedIn, Page, Request, operation
from config.api import fields as f


class DeviceSession(Answer):
    """One device's stay."""

    id = f.Id()
    device = f.Text()
    address = f.Text()
    created_at = f.Moment()
    last_used_at = f.Moment()
    expires_at = f.Moment()
    is_current = f.Flag()

    class Meta:
        example = {
            "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
            "device": "Firefox on Linux",
            "address": "203.0.113.7",
            "created_at": "2026-11-20T16:25:00Z",
            "last_used_at": "2026-11-20T17:10:00Z",
            "expires_at": "2026-11-27T17:10:00Z",
            "is_current": True,
        }


class Profile(Endpoint):
    """The account behind the token."""

    permissions = [IsSignedIn]
    tag = "auth"
    scopes = "profile"

    @operation("Who am I", answer=Account)
    def get(self, request: Request) -> Response:
        return Response(shapes.account(request.user.pk))


class Logout(Endpoint):
    """Ends the session: its refresh token and its access tokens are worthless at once. Saying it twice is no error."""

    permissions = [IsSignedIn]
    authentication_classes = [LeavingAuthentication]
    tag = "auth"

    @operation("Sign out", body=RefreshBody, answer=None, status=204, errors=[ForeignRefreshToken])
    def post(self, request: Request) -> Response:
        services.sign_out(principal=request.user, refresh=self.read(request, RefreshBody)["refresh"])
        return Response(status=204)


class LogoutAll(Endpoint):
    """Ends every session of the account, this one included."""

    permissions = [IsSignedIn]
    tag = "auth"

    @operation("Sign out everywhere", answer=None, status=204)
    def post(self, request: Request) -> Response:
        services.sign_out_everywhere(principal=request.user)
        return Response(status=204)


class Sessions(Endpoint):
    """Where one is signed in, newest first."""

    permissions = [IsSignedIn]
    tag = "auth"

    @operation("List my sessions", answer=Page(DeviceSession))
    def get(self, request: Request) -> Response:
        rows = queries.live_sessions(request.user.pk)
        return self.page(request, rows, order=("-created_at", "-id"), shape=shapes.sessions)


class OneSession(Endpoint):
    """One of one's own sessions."""

    permissions = [IsSignedIn]
    tag = "auth"

    @operation("End one of my sessions", answer=None, status=204, errors=[SessionNotFound])
    def delete(self, request: Request, session_id: UUID) -> Response:
        services.revoke_session(principal=request.user, session_id=session_id)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("auth/profile", Profile.as_view(), name="who-am-i"),
    path("auth/logout", Logout.as_view(), name="logout"),
    path("auth/logout-all", LogoutAll.as_view(), name="logout-all"),
    path("auth/sessions", Sessions.as_view(), name="sessions"),
    path("auth/sessions/<uuid:session_id>", OneSession.as_view(), name="session"),
]
