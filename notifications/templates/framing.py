"""What stands around the words of a message on its way out: of a mail the page, its foot, and how to end such mails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from notifications.templates import language as lang
from notifications.templates.shipped import LANGUAGES, layout_of
from notifications.templates.wording import Words, worded
from notifications.types import Channel

PREFERENCES = "/notifications/preferences"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as providers take it: `subject`, `text` and `html` of a mail, `title` and `body` of a push message."""

    subject: str
    text: str
    html: str
    title: str
    body: str


def message(
    type_name: str,
    channel: Channel,
    locale: str,
    values: Mapping[str, Any],
    *,
    account: str,
    unsubscribe_url: str = "",
) -> Message:
    """The words of a type for one channel. A mail names the account it is for, and how to unsubscribe where one can."""
    words = worded(type_name, channel, locale, values)
    if channel is not Channel.EMAIL:
        return Message(words.title, words.body, "", words.title, words.body)
    return framed(words, account=account, unsubscribe_url=unsubscribe_url)


def framed(words: Words, *, account: str, unsubscribe_url: str = "") -> Message:
    """A mail of these words. Their HTML stands as it is: whatever was filled into it is escaped by now."""
    text, html = _around(words, account, unsubscribe_url)
    return Message(words.title, text, html, words.title, words.body)


def _around(words: Words, account: str, unsubscribe_url: str) -> tuple[str, str]:
    spoken = words.locale.partition("-")[0]
    layout = layout_of(spoken if spoken in LANGUAGES else LANGUAGES[0])
    foot = lang.compiled(layout["footer"]).filled({"site": settings.SITE_NAME, "account": account})
    links = [(settings.SITE_NAME, settings.BASE_URL)]
    if unsubscribe_url:
        links += [
            (layout["preferences"], settings.BASE_URL + PREFERENCES),
            (layout["unsubscribe"], unsubscribe_url),
        ]
    text = "\n".join([words.body, "", "-- ", foot, *(f"{label}: {url}" for label, url in links)]) + "\n"
    html = render_to_string(
        "notifications/mail/layout.html",
        {
            "language": words.locale,
            "subject": words.title,
            "content": mark_safe(words.html),  # noqa: S308 - rendered with every value escaped
            "foot": foot,
            "links": links,
        },
    )
    return text, html
