"""The words of a digest: title and introduction are its type's wording, the list beneath them stands here.

The language of wordings has no lists, on purpose; so managers word what stands above, and the list is ours: in the
text a line each with its address beneath, in the HTML a link each, with every title escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from notifications.inbox.collected import Collected, Line
from notifications.inbox.seeing import Reader
from notifications.templates.framing import Message, framed
from notifications.templates.queries import worded
from notifications.types import Channel
from notifications.types.shipped import DIGEST

INBOX = "/notifications"


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one category, under its name."""

    name: str
    lines: Sequence[Line]


def words_of(found: Collected, frequency: str, reader: Reader, *, unsubscribe_url: str) -> Message:
    """A digest as providers take it, for a reader."""
    inbox_url = settings.BASE_URL + INBOX
    values = {
        "name": reader.name,
        "actor": "",
        "others": 0,
        "count": len(found.lines),
        "thing": "",
        "link": inbox_url,
        "site": settings.SITE_NAME,
        "site_url": settings.BASE_URL,
        "frequency": frequency,
        "has_more": found.has_more,
    }
    words = worded(DIGEST.name, Channel.EMAIL, reader.locale, values)
    with translation.override(words.locale):
        shown = {"parts": parts_of(found), "has_more": found.has_more, "inbox_url": inbox_url}
        text = render_to_string("notifications/digest/list.txt", shown).strip()
        html = render_to_string("notifications/digest/list.html", shown)
    whole = replace(words, body=f"{words.body}\n\n{text}", html=f"{words.html}\n{html}")
    return framed(whole, account=reader.username, unsubscribe_url=unsubscribe_url)


def parts_of(found: Collected) -> list[Part]:
    """The lines by category, in the order in which the newest of each came."""
    names = list(dict.fromkeys(line.category for line in found.lines))
    return [
        Part(_beginning_large(str(name.label)), [line for line in found.lines if line.category == name])
        for name in names
    ]


def _beginning_large(text: str) -> str:
    return text[:1].upper() + text[1:]
