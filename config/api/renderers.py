"""JSON out, by msgspec: plain dicts, with UUIDs, decimals and UTC times encoded the way the conventions say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.utils.functional import Promise
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


def _encode_rest(value: Any) -> Any:
    if isinstance(value, Promise | str):
        return str.__str__(value) if isinstance(value, str) else str(value)
    raise TypeError(f"an answer holds a {type(value).__name__}, which has no JSON form here")


class Raw(bytes):
    """JSON that is encoded already: a kept answer goes out as the bytes that it was."""


encode = msgspec.json.Encoder(enc_hook=_encode_rest, decimal_format="string").encode


class FastJSONRenderer(BaseRenderer):
    """One representation for every client; problem answers carry their own content type."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if isinstance(data, Raw):
            return bytes(data)
        return b"" if data is None else encode(data)


class OneRepresentation(BaseContentNegotiation):
    """There is one representation, so whatever `Accept` says the answer is JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        content_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == content_type), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
