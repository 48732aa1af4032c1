"""Where providers report what became of messages. Nobody signs in here: the signature over the body says who speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import URLPattern, path
from prometheus_client import Counter
from rest_framework.authentication import BaseAuthentication
from rest_framework.parsers import BaseParser
from rest_framework.request import Request as DrfRequest
from rest_framework.response import Response

from config.api import Answer, Anyone, Endpoint, Request, operation
from config.api import fields as f
from config.api.renderers import OneRepresentation
from config.api.throttles import Window, spend
from config.errors import DomainError
from config.roles import Anonymous
from notifications.delivery.errors import TooManyReports, UnknownProvider, WebhookNotProven
from notifications.delivery.services import take_reports
from notifications.delivery.webhooks import reports, signatures

REFUSED = Counter("sigma_webhooks_refused", "Reports of providers whose signature did not hold.", ["provider"])


class _Limits:
    """A provider reports about many people at once: it has a limit of its own."""

    replaces_client = True

    def __init__(self, provider: str) -> None:
        self.provider = provider

    def spend(self) -> Iterable[Window | None]:
        return [spend("webhook", self.provider)]


class Reporter(Anonymous):
    """A provider whose signature holds. It may report, and nothing else."""

    def __init__(self, provider: str, identity: str) -> None:
        self.provider, self.identity = provider, identity
        self.limits = _Limits(provider)


class SignedReport(BaseAuthentication):
    """Proves the body, as it came, before anything of it is read."""

    def authenticate(self, request: DrfRequest) -> tuple[Any, None]:
        provider = str(request.parser_context["kwargs"]["provider"])
        try:
            headers = {name.lower(): value for name, value in request.headers.items()}
            identity = signatures.prove(provider, headers, request._request.body)
        except DomainError:
            REFUSED.labels(provider if signatures.is_known(provider) else "unknown").inc()
            raise
        return Reporter(provider, identity), None

    def authenticate_header(self, request: DrfRequest) -> str:
        return "Signature"


class LeftAsItIs(BaseParser):
    """The body is read by whoever proves it, in the bytes in which it came."""

    media_type = "*/*"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        return {}


class WhateverItIsCalled(OneRepresentation):
    """Providers call their JSON by several names, and it is not read by what it is called."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]


class Taken(Answer):
    """How many reports came, and how many of them were new."""

    received = f.Integer()
    new = f.Integer()

    class Meta:
        example = {"received": 2, "new": 1}


class ProviderReports(Endpoint):
    """What became of messages: delivered, bounced, complained about, opened, clicked.

    For `sendgrid`, `mailgun`, `resend`, `ses` and `standard` (Standard Webhooks, for relays and tools of one's own).
    The body is the provider's; its signature is looked for in the provider's headers, and is good for five minutes.
    """

    permissions = [Anyone]
    authentication_classes = [SignedReport]
    parser_classes = [LeftAsItIs]
    content_negotiation_class = WhateverItIsCalled
    tag = "notifications"

    @operation(
        "Report what became of messages", answer=Taken, errors=[WebhookNotProven, UnknownProvider, TooManyReports]
    )
    def post(self, request: Request, provider: str) -> Response:
        """A report that came before is no error. Those of unknown messages or of unknown sorts are kept as such."""
        found = reports.read(provider, request._request.body, request.user.identity)
        return Response({"received": len(found), "new": take_reports(provider=provider, reports=found)})


urlpatterns: list[URLPattern] = [
    path("notifications/webhooks/<slug:provider>", ProviderReports.as_view(), name="notification-webhooks"),
]
