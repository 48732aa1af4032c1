"""The stream of events over plain HTTP: `GET /events/stream`."""

from __future__ import annotations

from functools import partial
from typing import Any

from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django_filters import CharFilter

from accounts.auth.authentication import BearerAuthentication
from accounts.auth.principal import Principal
from accounts.auth.services import Live, live_by_token, redeem_ticket
from config.api import Endpoint, Filters, IsSignedIn, Request, operation
from config.api.operations import File
from config.errors import InvalidInput, NotFound
from notifications.realtime import hub
from notifications.realtime.errors import NoStreamHere, TooManyConnections
from notifications.realtime.stream import open_stream, read_cursor

MOST_CHANNELS = 20
MEDIA = "text/event-stream"
EXAMPLE = (
    "retry: 3000\n\n"
    'id: user=12\ndata: {"id":"4711","type":"unread","channel":"user","seq":12,'
    '"ts":"2026-11-30T19:00:00.000Z","data":{"total":3}}\n\n'
)


class BearerOrTicket(BearerAuthentication):
    """An access token in the header; without one, a ticket in the address, for browsers, which can send no header."""

    def authenticate(self, request: Any) -> tuple[Principal, Any] | None:
        found = super().authenticate(request)
        ticket = request.query_params.get("ticket")
        if found is not None or ticket is None:
            return found
        if not isinstance(request._request, ASGIRequest):  # a ticket is not used up where nothing can be opened
            raise NoStreamHere(headers={"Retry-After": "60"})
        live = redeem_ticket(ticket)
        return live.principal, live


def _holder(auth: Any) -> Live:
    return auth if isinstance(auth, Live) else live_by_token(str(auth))


class Wanted(Filters):
    """What a stream is asked for in its address."""

    channels = CharFilter(
        label="channels", help_text="Names of channels with commas, beside those that come by signing in."
    )
    ticket = CharFilter(
        label="ticket", help_text="In the place of the header, for browsers; from `POST /auth/ws-ticket`."
    )
    last_event_id = CharFilter(
        label="last_event_id", help_text="As the header `Last-Event-ID`, for whoever cannot send it."
    )


class Events(Endpoint):
    """What the websocket tells, as server-sent events: the same envelopes, one a `data` line.

    Sent back as `Last-Event-ID`, the last `id` has the stream go on from there.
    """

    permissions = [IsSignedIn]
    authentication_classes = [BearerOrTicket]
    tag = "events"

    @operation(
        "Listen to events",
        answer=File(MEDIA, EXAMPLE),
        filters=Wanted,
        errors=[NotFound, InvalidInput, TooManyConnections, NoStreamHere],
    )
    def get(self, request: Request) -> Any:
        if not isinstance(request._request, ASGIRequest):
            raise NoStreamHere(headers={"Retry-After": "60"})
        wanted = Wanted.values(request)
        shown = [name for name in wanted["channels"].split(",") if name]
        if len(shown) > MOST_CHANNELS:
            raise InvalidInput.of("channels", "max_length", _("At most 20 channels in one stream."))
        cursor = request.headers.get("Last-Event-ID") or wanted["last_event_id"]
        try:
            stream = async_to_sync(open_stream)(partial(_holder, request.auth), shown, read_cursor(cursor))
        except hub.NotFound:
            raise NotFound() from None
        response = StreamingHttpResponse(stream.events(), content_type=MEDIA)
        response["Cache-Control"] = "no-store"
        response["X-Accel-Buffering"] = "no"
        return response


urlpatterns: list[URLPattern] = [path("events/stream", Events.as_view(), name="event-stream")]
