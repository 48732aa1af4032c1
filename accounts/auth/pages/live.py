"""Tickets for our own pages, which have a session and no token: what opens their socket."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from accounts.auth import services
from accounts.auth.pages import sessions
from config.api.problems import problem_response
from config.errors import NotSignedIn
from config.pages.view import Page


class LiveTicket(Page):
    """JSON for a script of ours, behind the same guard as every form."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        claims = sessions.claims_of(request)
        if claims is None:
            return problem_response(NotSignedIn())
        ticket = services.ask_ticket(claims)
        return JsonResponse({"ticket": ticket, "expires_in": settings.SOCKET_TICKET_SECONDS}, status=201)


urlpatterns: list[URLPattern] = [path("live/ticket", LiveTicket.as_view(), name="live-ticket")]
