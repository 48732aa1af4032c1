"""Small marks on the desk: a word in a box, a number in its column, a moment in a cell."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.desk.counting import grouped
from config.desk.links import NONE

Tone = Literal["", "good", "warn", "bad"]


def badge(text: Any, tone: Tone = "") -> SafeString:
    """A word in a box; its colour says no more than the word."""
    return format_html('<span class="badge {}">{}</span>', tone, text)


def number(value: float | None) -> str:
    """A number with its thousands apart."""
    return NONE if value is None else grouped(value)


def moment(at: datetime | None) -> SafeString | str:
    """A moment in UTC, to the minute, written so that it can be sorted and is read alike in every language."""
    if at is None:
        return NONE
    at = timezone.localtime(at)
    return format_html('<time class="nowrap" datetime="{}">{}</time>', at.isoformat(), f"{at:%Y-%m-%d %H:%M}")


def short(text: str, most: int = 80) -> str:
    """The beginning of a text on one line; a dash for an empty one."""
    return truncatechars(" ".join(text.split()), most) or NONE
