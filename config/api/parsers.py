"""A strict JSON parser: what a database or a later reader would choke on is refused here, before anything is done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import msgspec
from django.conf import settings
from django.utils.translation import gettext
from rest_framework.parsers import BaseParser

from config.api.errors import MalformedBody, UnsupportedMedia
from config.errors import InvalidInput, TooLarge

MAX_DEPTH = 64
MAX_INTEGER = 2**63 - 1


def _refuse(path: str, code: str, message: str) -> InvalidInput:
    return InvalidInput.of(path, code, message)


def check_value(value: Any, path: str = "", depth: int = 0) -> None:
    """Refuse NUL, integers beyond 64 bits, numbers that are not finite, and nesting past 64 levels."""
    if depth > MAX_DEPTH:
        raise MalformedBody()
    if isinstance(value, str):
        if "\x00" in value:
            raise _refuse(path, "null_character", gettext("NUL characters are not allowed."))
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise _refuse(path, "out_of_range", gettext("The number is too large."))
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise _refuse(path, "out_of_range", gettext("The number is not finite."))
    elif isinstance(value, dict):
        for key, inner in value.items():
            check_value(key, path, depth)
            check_value(inner, f"{path}.{key}" if path else key[:100], depth + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            check_value(inner, f"{path}.{index}" if path else str(index), depth + 1)


class StrictJSONParser(BaseParser):
    """Reads `application/json` in UTF-8, at most `BODY_LIMIT` bytes, and checks every value in it."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        charset = _charset(media_type or "")
        if charset not in {"", "utf-8", "utf8"}:
            raise UnsupportedMedia()
        raw = stream.read(settings.BODY_LIMIT + 1)
        if len(raw) > settings.BODY_LIMIT:
            raise TooLarge()
        try:
            value = msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError, ValueError):
            raise MalformedBody() from None
        if not isinstance(value, dict):
            raise MalformedBody()
        check_value(value)
        return value


def _charset(media_type: str) -> str:
    for part in media_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""
