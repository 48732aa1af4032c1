"""Filters of the pages' templates: numbers as the reader writes them, and a colour that stays with a thing."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.utils import formats

from config.pages.excerpts import excerpt

TINTS = 6

register = template.Library()


@register.filter
def number(value: int) -> str:
    """`12345` as 12,345 or 12.345."""
    return str(formats.number_format(value, force_grouping=True))


@register.filter
def tint(thing_id: UUID) -> int:
    """Which of the design's tints a thing without a picture wears: the same one everywhere."""
    return thing_id.int % TINTS


@register.filter
def initial(name: str) -> str:
    """The first letter of a name, for where there is no picture."""
    return name.strip()[:1].upper() or "?"


register.filter("excerpt", excerpt)
