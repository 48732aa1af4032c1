"""Path converters, strict: one spelling of a path leads to one object, every other is a 404."""

from __future__ import annotations

from django.urls import register_converter


class UsernameConverter:
    """A username in any case; who it belongs to is looked up without regard to case."""

    regex = r"[A-Za-z0-9](?:[A-Za-z0-9._\-]{1,28})[A-Za-z0-9]"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value


def register_converters() -> None:
    """Make the converters known to Django; called once by `config.urls`."""
    register_converter(UsernameConverter, "username")
