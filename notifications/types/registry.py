"""The registry of types. Shipped ones stand in `shipped.py`; an app above or beside registers its own in `ready()`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The ways to reach a member. `push` is every browser and device that they have registered."""

    IN_APP = "in_app", _("in the app")
    EMAIL = "email", _("e-mail")
    PUSH = "push", _("push")


class Category(models.TextChoices):
    """What types are sorted by, on the preferences page and in lists."""

    SECURITY = "security", _("security")
    ACCOUNT = "account", _("account")
    PEOPLE = "people", _("people")
    CONTENT = "content", _("workbooks and comments")
    MODERATION = "moderation", _("moderation")
    SYSTEM = "system", _("the site")


class Value(StrEnum):
    """What a variable of a template holds, in the words of JSON Schema."""

    TEXT = "string"
    NUMBER = "integer"
    FLAG = "boolean"
    MOMENT = "date-time"


# What every wording may use: who reads; who did it, and how many others did the same; how many in all; what it is about
# and where that is; the site's name and address.
COMMON: Mapping[str, Value] = {
    "name": Value.TEXT,
    "actor": Value.TEXT,
    "others": Value.NUMBER,
    "count": Value.NUMBER,
    "thing": Value.TEXT,
    "link": Value.TEXT,
    "site": Value.TEXT,
    "site_url": Value.TEXT,
}


@dataclass(frozen=True, slots=True)
class NotificationType:
    """One type.

    `channels` reach a member who chose nothing. A *mandatory* one reaches by these whatever was chosen, and is not
    offered for choosing. An *urgent* one passes quiet hours, limits an hour and digests; mandatory ones are urgent.
    `reaches_closed` says that it goes to accounts that may not sign in as well. `variables` are those of its wording
    beside the common ones, `required` those that none may leave out; `example` gives each of its own a value for
    previews. The `label` is what members choose it by.
    """

    name: str
    category: Category
    channels: frozenset[Channel]
    is_mandatory: bool = False
    is_urgent: bool = False
    reaches_closed: bool = False
    variables: Mapping[str, Value] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    example: Mapping[str, object] = field(default_factory=dict)
    label: Any = ""

    @property
    def passes(self) -> bool:
        """Whether it waits for nothing: quiet hours, limits, digests."""
        return self.is_urgent or self.is_mandatory

    @property
    def all_variables(self) -> dict[str, Value]:
        """Every variable that its wording may use."""
        return {**COMMON, **self.variables}


_types: dict[str, NotificationType] = {}


def register(declared: NotificationType) -> NotificationType:
    """Make a type known. Declaring it again is no error if nothing differs."""
    known = _types.setdefault(declared.name, declared)
    if known != declared:
        raise RuntimeError(f"the notification type {declared.name!r} is declared twice, and not alike")
    if set(declared.example) != set(declared.variables):
        raise TypeError(f"{declared.name}: each variable of its own needs an example, and nothing else has one")
    return declared


def find(name: str) -> NotificationType | None:
    """The type of that name; None where its code is gone."""
    return _types.get(name)


def types() -> list[NotificationType]:
    """All types, by name."""
    return [_types[name] for name in sorted(_types)]


def forget(name: str) -> None:
    """Take a type out of the registry; for tests that declare their own."""
    _types.pop(name, None)
