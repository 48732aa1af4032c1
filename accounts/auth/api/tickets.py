"""Tickets for sockets and streams: what stands in their address in the place of a token."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth import services
from config.api import Answer, Endpoint, IsSignedIn, Request, operation
from config.api import fields as f


class Ticket(Answer):
    """A ticket, shown this once, and for how many seconds it is good."""

    ticket = f.Text()
    expires_in = f.Integer()

    class Meta:
        example = {"ticket": "s0JnYb1Kf5m3rTqVx8uW2yZ4aB6cD7eF9gH1iJ3kL5M", "expires_in": 30}


class SocketTickets(Endpoint):
    """Opens one socket (`/ws?ticket=…`) or one stream, for the session that asks; muted members may, too."""

    permissions = [IsSignedIn]
    tag = "auth"

    @operation("Get a ticket for a socket", answer=Ticket, status=201)
    def post(self, request: Request) -> Response:
        ticket = services.ask_ticket_by_token(str(request.auth))
        return Response(
            {"ticket": ticket, "expires_in": settings.SOCKET_TICKET_SECONDS},
            status=201,
            headers={"Cache-Control": "no-store"},
        )


urlpatterns: list[URLPattern] = [path("auth/ws-ticket", SocketTickets.as_view(), name="socket-ticket")]
