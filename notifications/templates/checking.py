"""What a wording must meet to be kept: it compiles, asks for what is declared alone, and can be filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from notifications.templates import language as lang
from notifications.templates.errors import WordingRefused
from notifications.templates.shipped import Wording
from notifications.templates.wording import Words, filled, sample_values
from notifications.types import Channel, NotificationType, Value, find

LONGEST_TITLE = 500


def type_of(name: str) -> NotificationType:
    """The type of that name; refused where none is declared."""
    declared = find(name)
    if declared is None:
        raise WordingRefused.because("type", "unknown", _("There is no such type."))
    return declared


def check(declared: NotificationType, channel: Channel, wording: Wording) -> None:
    """Refuse a wording that a message could fail by."""
    known = set(declared.all_variables)
    if not wording.title.strip():
        raise WordingRefused.because("title", "blank", _("A message has a title."))
    if len(wording.title) > LONGEST_TITLE:
        raise WordingRefused.because("title", "too_long", _("At most %(most)s characters."), most=LONGEST_TITLE)
    if wording.html and channel is not Channel.EMAIL:
        raise WordingRefused.because("html", "not_for_channel", _("Only e-mails have HTML."))
    asked = lang.checked("title", wording.title, known)
    asked |= lang.checked("body", wording.body, known)
    asked |= lang.checked("html", wording.html, known)
    if missing := sorted(declared.required - asked):
        raise WordingRefused.because(
            "body", "missing_variable", _("It must hold: %(names)s."), names=", ".join(missing)
        )


def preview(
    declared: NotificationType, channel: Channel, language: str, wording: Wording, given: Mapping[str, Any]
) -> Words:
    """The words with example values, but for those that are given; refused where a given one is not declared."""
    values = sample_values(declared)
    for name, value in given.items():
        sort = declared.all_variables.get(name)
        if sort is None:
            raise WordingRefused.because(
                "values", "unknown_variable", _("Not declared by the type: %(names)s."), names=name[:80]
            )
        if sort is Value.MOMENT or type(value) is not type(values[name]):
            raise WordingRefused.because(
                "values",
                "invalid",
                _("%(what)s takes a value of type %(sort)s, if any."),
                what=name,
                sort=sort,
            )
        values[name] = value
    return filled(wording, channel, language, values)
