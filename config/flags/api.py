"""Which flags are on for whoever asks, for front ends that show or hide what stands behind them."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, Anyone, Endpoint, Request, fields, operation
from config.flags import declared, on_for


class FlagsAnswer(Answer):
    """Every flag there is, and whether it is on for the caller."""

    class Meta:
        example = {"remixes": True}

    def get_fields(self) -> dict[str, Any]:
        return {flag.name: fields.Flag() for flag in declared()}


class Flags(Endpoint):
    """Which flags are on for the caller. What one stands before answers `not_found` where it is off."""

    permissions = [Anyone]
    tag = "flags"
    scopes = "profile"

    @operation("See which flags are on", answer=FlagsAnswer)
    def get(self, request: Request) -> Response:
        return Response(on_for(request.user))


urlpatterns: list[URLPattern] = [path("flags", Flags.as_view(), name="flags")]
