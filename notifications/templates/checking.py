"""What a wording must meet to be kept: it compiles, asks for what is declared alone, and can be filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
        raise WordingRefused.of("type", "unknown", "There is no such type.")
    return declared


def check(declared: NotificationType, channel: Channel, wording: Wording) -> None:
    """Refuse a wording that a message could fail by."""
    known = set(declared.all_variables)
    if not wording.title.strip():
        raise WordingRefused.of("title", "blank", "A message has a title.")
    if len(wording.title) > LONGEST_TITLE:
        raise WordingRefused.of("title", "too_long", f"At most {LONGEST_TITLE} characters.")
    if wording.html and channel is not Channel.EMAIL:
        raise WordingRefused.of("html", "not_for_channel", "Only e-mails have HTML.")
    asked = lang.checked("title", wording.title, known)
    asked |= lang.checked("body", wording.body, known)
    asked |= lang.checked("html", wording.html, known)
    if missing := sorted(declared.required - asked):
        raise WordingRefused.of("body", "missing_variable", f"It must hold: {', '.join(missing)}.")


def preview(
    declared: NotificationType, channel: Channel, language: str, wording: Wording, given: Mapping[str, Any]
) -> Words:
    """The words with example values, but for those that are given; refused where a given one is not declared."""
    values = sample_values(declared)
    for name, value in given.items():
        sort = declared.all_variables.get(name)
        if sort is None:
            raise WordingRefused.of("values", "unknown_variable", f"Not declared by the type: {name[:80]}.")
        if sort is Value.MOMENT or type(value) is not type(values[name]):
            raise WordingRefused.of("values", "invalid", f"{name} takes a value of type {sort}, if any.")
        values[name] = value
    return filled(wording, channel, language, values)
