"""From a type, a channel, a language and values to words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation

from notifications.templates import language as lang
from notifications.templates.errors import ValuesDoNotFit
from notifications.templates.memory import memory
from notifications.templates.shipped import LANGUAGES, Wording, shipped
from notifications.types import Channel, NotificationType, Value, find

# What a member typed can be long; a title is one line of a list, and a subject one line of a mail.
LONGEST_TITLE = 300
_FITS: dict[Value, tuple[type, ...]] = {
    Value.TEXT: (str,),
    Value.NUMBER: (int,),
    Value.FLAG: (bool,),
    Value.MOMENT: (datetime,),
}
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Words:
    """A message in words. `html` is filled for mails alone; `locale` is the language that they are in."""

    title: str
    body: str
    html: str
    locale: str


def chain(locale: str) -> tuple[str, ...]:
    """The languages to look in, nearest first: `pt-BR`, `pt`, `en`."""
    own = locale.replace("_", "-")
    if not _LOCALE.fullmatch(own):
        return (LANGUAGES[0],)
    spoken = own.partition("-")[0]
    return tuple(dict.fromkeys([own, spoken, LANGUAGES[0]]))


def wording_for(type_name: str, channel: Channel, locale: str) -> tuple[Wording, str]:
    """The sources that serve, and the language they are in: a published template before the shipped one."""
    for language in chain(locale):
        found = memory.published(type_name, channel.value, language) or shipped(type_name, channel, language)
        if found is not None:
            return found, language
    raise LookupError(f"no wording ships for {type_name!r}")


def worded(type_name: str, channel: Channel, locale: str, values: Mapping[str, Any]) -> Words:
    """The words of a message; `ValuesDoNotFit` where the values are not those that its type declares."""
    declared = find(type_name)
    if declared is None:
        raise LookupError(f"no type is called {type_name!r}")
    check_values(declared, values)
    wording, language = wording_for(type_name, channel, locale)
    return filled(wording, channel, language, values)


def filled(wording: Wording, channel: Channel, language: str, values: Mapping[str, Any]) -> Words:
    """These sources with these values in them."""
    given = dict(values)
    with translation.override(language):
        title = lang.one_line(lang.compiled(wording.title).filled(given))
        body = lang.tidy(lang.compiled(lang.as_text(wording.body)).filled(given))
        html = ""
        if channel is Channel.EMAIL:
            html = lang.compiled(wording.html or lang.as_html(wording.body), is_html=True).filled(given)
    return Words(title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…", body, html, language)


def check_values(declared: NotificationType, values: Mapping[str, Any]) -> None:
    """Refuse values of which one is missing, is not declared, or is of another sort."""
    known = declared.all_variables
    if missing := sorted(set(known) - set(values)):
        raise ValuesDoNotFit(f"{declared.name}: missing {', '.join(missing)}")
    if unknown := sorted(set(values) - set(known)):
        raise ValuesDoNotFit(f"{declared.name}: not declared {', '.join(unknown)}")
    for name, sort in known.items():
        value = values[name]
        if not isinstance(value, _FITS[sort]) or (sort is Value.NUMBER and isinstance(value, bool)):
            raise ValuesDoNotFit(f"{declared.name}: {name} is not of type {sort}")


# Values for previews and for the proof that a wording can be filled.
EXAMPLES: Mapping[str, Any] = {
    "name": "Ana",
    "actor": "Ben Okri",
    "others": 2,
    "count": 3,
    "thing": "Flight delays 2026",
    "link": "https://example.org/w/flight-delays-2026",
    "site": "Sigma Playground",
    "site_url": "https://example.org",
}


def sample_values(declared: NotificationType) -> dict[str, Any]:
    """A value for each variable of a type."""
    return {**EXAMPLES, **declared.example}
