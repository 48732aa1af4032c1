"""Embed URLs over HTTP: may this one be used, and what is known of what is there."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, Body, Endpoint, IsMember, Request, operation
from config.api import fields as f
from workbooks.embeds import services
from workbooks.embeds.choices import Verdict
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.queries import check_url

URL = "https://public.tableau.com/views/Sales/Overview"


class UrlBody(Body):
    """A URL that somebody means to embed."""

    url = f.Url(trim_whitespace=False)

    class Meta:
        example = {"url": URL}


class ValidationAnswer(Answer):
    """`allowed` is by the rules of URLs alone. The verdict is `pending` until the URL has been looked at."""

    allowed = f.Flag()
    source = f.Text(allow_null=True)  # type: ignore[assignment] # a field, not DRF's attribute of that name
    verdict = f.Choice(Verdict.values)
    reasons = f.Items(f.Text())
    normalized_url = f.Url(allow_null=True)
    checked_at = f.Moment(allow_null=True)

    class Meta:
        example = {
            "allowed": True,
            "source": "Tableau Public",
            "verdict": "ok",
            "reasons": [],
            "normalized_url": URL,
            "checked_at": "2026-11-20T09:30:00Z",
        }


class Validate(Endpoint):
    """Says whether a URL keeps the rules, and has what is there looked at by a job, unless it was within the hour."""

    permissions = [IsMember]
    throttles = ("embed-check",)
    tag = "embeds"
    scopes = "workbooks"

    @operation("Check an embed URL", body=UrlBody, answer=ValidationAnswer)
    def post(self, request: Request) -> Response:
        return Response(_validation(self.read(request, UrlBody)["url"]))


def _validation(url: str) -> dict[str, Any]:
    try:
        checked = check_url(url)
    except EmbedUrlRefused as refused:
        return {
            "allowed": False,
            "source": None,
            "verdict": Verdict.NOT_ALLOWED.value,
            "reasons": [refused.reason],
            "normalized_url": None,
            "checked_at": None,
        }
    probe = services.ask_probe(url=checked.url)
    return {
        "allowed": True,
        "source": checked.source.name,
        "verdict": probe.verdict,
        "reasons": probe.reasons,
        "normalized_url": checked.url,
        "checked_at": probe.checked_at,
    }


urlpatterns: list[URLPattern] = [path("sigma/validate", Validate.as_view(), name="validate-embed-url")]
