"""What may stand in each field of a profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.profiles.models import Profile
from config.errors import FieldError, InvalidInput
from config.text import clean, has_control_characters

_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.I)
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _website(text: str) -> str:
    """An absolute http or https URL without credentials, in ASCII, with a host by name."""
    refusal = InvalidInput.of("website", "invalid", _("This must be an http or https address."))
    if not text:
        return ""
    if not _PRINTABLE.fullmatch(text) or any(letter in text for letter in '\\"<>^`{|}'):
        raise refusal
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise refusal from None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(parts.hostname or ""):
        raise refusal
    if port == 0 or parts.netloc.endswith(":"):
        raise refusal
    return text


def _timezone(text: str) -> str:
    if text not in _timezones():
        raise InvalidInput.of("timezone", "unknown_timezone", _("This is not a time zone of the IANA database."))
    return text


def _locale(text: str) -> str:
    if text not in dict(settings.LANGUAGES):
        raise InvalidInput.of("locale", "unknown_locale", _("This language is not offered."))
    return text


_CHECKS = {"website": _website, "timezone": _timezone, "locale": _locale}


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` as they are kept: cleaned texts, a safe website, a known time zone and language. All faults at once."""
    kept: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, value in values.items():
        try:
            text = value if name in _CHECKS else clean(value, lines=name == "bio")
            longest = getattr(Profile._meta.get_field(name), "max_length", None)
            if longest and len(text) > longest:
                raise InvalidInput.of(name, "max_length", _("This is too long."))
            if has_control_characters(text, lines=name == "bio"):
                raise InvalidInput.of(name, "control_characters", _("Control characters are not allowed."))
            kept[name] = _CHECKS[name](text) if name in _CHECKS else text
        except InvalidInput as refused:
            errors += refused.errors
    if errors:
        raise InvalidInput(errors=errors)
    return kept
