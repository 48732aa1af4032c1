"""The wording that ships: one file a language, with a table a type.

`title` and `body` serve every channel; a table `email` or `push` inside replaces what it names there. `action` is what
the link is called. The table `layout` says how a mail begins and what its links are called.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from notifications.types import Channel

# The first is what everyone is answered in for whose language there is nothing.
LANGUAGES = ("en", "de")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Wording:
    """The sources of one message: a title, a body, and for mails HTML of its own or none."""

    title: str
    body: str = ""
    html: str = ""


@cache
def _tables(language: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def layout_of(language: str) -> dict[str, str]:
    """What stands around every mail in that language."""
    return _tables(language)["layout"]


def shipped_types(language: str) -> set[str]:
    """The types that have wording in that language."""
    return set(_tables(language)) - {"layout"}


def shipped(type_name: str, channel: Channel, language: str) -> Wording | None:
    """The wording of a type for a channel; None where the language has none."""
    table = _tables(language).get(type_name) if language in LANGUAGES else None
    if table is None:
        return None
    own = table.get(channel.value, {})
    title, body = own.get("title", table["title"]), own.get("body", table.get("body", ""))
    if channel is Channel.EMAIL and "body" not in own:
        body = _letter(title, body, table.get("action", ""), layout_of(language))
    return Wording(title, body)


def _letter(title: str, body: str, action: str, layout: dict[str, str]) -> str:
    """A mail made of what the app says: a greeting, the title as a sentence, the body, and the link."""
    parts = [layout["greeting"], title + ".", body, f"[{action or layout['action']}]({{{{ link }}}})"]
    return "\n\n".join(part for part in parts if part)
