"""Strict fields: a number is not a text, a text is not a number, and everything has a bound.

DRF's own fields convert kindly (`"5"` becomes 5, 5 becomes `"5"`, `"yes"` becomes True); a client's mistake then turns
into data. These refuse instead.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.text import has_control_characters

MAX_INTEGER = 2**63 - 1


class Text(serializers.CharField):
    """A text of at most `max_length` characters (200 unless told), trimmed; control characters are refused.

    `lines=True` lets line breaks and tabs through.
    """

    default_error_messages = {
        "not_text": _("This must be a text."),
        "control_characters": _("Control characters are not allowed."),
    }

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        self.lines = lines
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("not_text")
        if has_control_characters(data, lines=self.lines):
            self.fail("control_characters")
        return super().to_internal_value(data)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not serializers.empty and data is not None and not isinstance(data, str):
            self.fail("not_text")
        return super().run_validation(data)


class Secret(Text):
    """A password or token: taken as it is, neither trimmed nor cleaned."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 1_000)
        super().__init__(trim_whitespace=False, write_only=kwargs.pop("write_only", False), **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return serializers.CharField.to_internal_value(self, data)


class Integer(serializers.IntegerField):
    """A JSON integer, within 64 bits unless bounded more tightly."""

    default_error_messages = {"not_integer": _("This must be a whole number.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", MAX_INTEGER)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("not_integer")
        return data


class Number(serializers.FloatField):
    """A JSON number that is finite; `min_value` and `max_value` bound it."""

    default_error_messages = {"not_number": _("This must be a number.")}

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("not_number")
        try:
            number = float(data)
        except OverflowError:
            self.fail("not_number")
        if not math.isfinite(number):
            self.fail("not_number")
        return number


class Flag(serializers.BooleanField):
    """A JSON true or false."""

    default_error_messages = {"not_flag": _("This must be true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("not_flag")
        return data


class Id(serializers.UUIDField):
    """The id of a thing, as text."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str) or len(data) != 36:
            self.fail("invalid", value=str(data)[:40])
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """An RFC 3339 time with its offset, between the years 2000 and 2200; kept in UTC."""

    default_error_messages = {
        "range": _("The time must lie between the years 2000 and 2200."),
        "offset": _("Say the offset from UTC."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or len(value) > 40:
            self.fail("invalid", format="RFC 3339")
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                self.fail("offset")
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("invalid", format="RFC 3339")
        if not 2000 <= moment.year < 2200:
            self.fail("range")
        return moment


class Choice(serializers.ChoiceField):
    """One of a few words."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=str(data)[:40])
        return str(super().to_internal_value(data))


class Url(Text):
    """A URL as text. What it may point to is the business of whoever takes it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2_048)
        super().__init__(**kwargs)


class Email(Text):
    """An e-mail address as text; `accounts` decides which ones it takes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)


class Items(serializers.ListField):
    """A list of at most `max_length` (100 unless told) of one field."""

    def __init__(self, child: serializers.Field[Any, Any, Any, Any], **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(child=child, **kwargs)


class Mapping(serializers.DictField):
    """An object with names of its own and one kind of value."""

    def __init__(self, child: serializers.Field[Any, Any, Any, Any], **kwargs: Any) -> None:
        super().__init__(child=child, **kwargs)


class Document(serializers.JSONField):
    """A JSON object whose members are somebody else's to name, at most `most` characters; handed on as its text."""

    default_error_messages = {
        "not_object": _("This must be an object."),
        "too_long": _("This object is too large."),
    }

    def __init__(self, *, most: int = 20_000, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("not_object")
        text = json.dumps(data)
        if len(text) > self.most:
            self.fail("too_long")
        return text


class Anything(serializers.JSONField):
    """Whatever JSON holds, in answers alone: members that are somebody else's to name."""


def Nested(shape: type[serializers.Serializer[Any]], *, many: bool = False, **kwargs: Any) -> Any:  # noqa: N802
    """Another `Body` or `Answer` inside this one; a list of them with `many`."""
    return shape(many=True, **kwargs) if many else shape(**kwargs)
