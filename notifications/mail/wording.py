"""What a mail says: its templates, in the language of whoever reads it.

Subject and text are rendered unescaped, HTML escaped; values stay values, so a template tag in a member's name is a
few odd letters and nothing more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from notifications.mail.kinds import Kind

LANGUAGES = ("en", "de")
_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Wording:
    """A mail's words: the subject in one line, and the same message twice."""

    subject: str
    text: str
    html: str


def language_of(locale: str) -> str:
    """The language to write in: the locale's own if there are templates in it, else English."""
    spoken = locale.lower().partition("-")[0]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


def wording(kind: Kind, locale: str, values: dict[str, Any]) -> Wording:
    """The words of a mail of that kind in that locale's language."""
    language = language_of(locale)
    with translation.override(language):
        values = {**values, "language": language, "base_url": settings.BASE_URL}
        subject = " ".join(_rendered(f"{language}/{kind.name}.subject.txt", values, escaped=False).split())
        values["subject"] = subject
        text = _rendered(f"{language}/{kind.name}.txt", values, escaped=False)
        html = _rendered(f"{language}/{kind.name}.html", values, escaped=True)
    return Wording(subject, _GAP.sub("\n\n", text), html)


def _rendered(name: str, values: dict[str, Any], *, escaped: bool) -> str:
    template: Any = get_template(f"notifications/mail/{name}")
    rendered: str = template.template.render(Context(values, autoescape=escaped))
    return rendered
