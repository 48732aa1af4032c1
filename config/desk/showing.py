"""Showing what rows hold: JSON that can be read, a difference as a table, texts of errors as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.desk import links


def as_json(value: Any) -> SafeString:
    """The value over several lines, escaped."""
    return format_html('<pre class="json">{}</pre>', json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True))


def as_text(text: str) -> str | SafeString:
    """Lines as they are, escaped; a dash where there are none."""
    return format_html('<pre class="text">{}</pre>', text) if text.strip() else links.NONE


def last_line(text: str) -> str:
    """What an error comes down to: its last line, without what steers a terminal."""
    lines = text.strip().splitlines()
    return "".join(char if char.isprintable() else "?" for char in lines[-1])[:200] if lines else ""


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | SafeString:
    """What was and what is, name by name, the changed ones marked."""
    names = sorted({*before, *after})
    if not names:
        return links.NONE
    rows = format_html_join(
        "",
        '<tr class="{}"><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
        ((_mark(before, after, name), name, _cell(before, name), _cell(after, name)) for name in names),
    )
    return format_html(
        '<table class="difference"><thead><tr><th scope="col">{}</th><th scope="col">{}</th>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
        _("What"),
        _("Before"),
        _("After"),
        rows,
    )


def _mark(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> str:
    is_same = name in before and name in after and before[name] == after[name]
    return "same" if is_same else "changed"


def _cell(side: Mapping[str, Any], name: str) -> Any:
    if name not in side:
        return links.NONE
    value = side[name]
    if isinstance(value, str):
        return format_html("<code>{}</code>", value) if value else format_html("<i>{}</i>", _("empty"))
    return format_html("<code>{}</code>", json.dumps(value, ensure_ascii=False, sort_keys=True))


def to_thing(word: str, key: str, text: Any = None) -> str | SafeString:
    """A link to what audit rows and events call `word` (`user`, `workbook`), where a page of the desk has it."""
    from django.contrib.admin import site

    shown = f"{word} {key}" if text is None else text
    for model, page in site._registry.items():
        if word and getattr(page, "audit_target", "") == word:
            try:
                return links.to_key(model._meta.label, model._meta.pk.to_python(key), shown)
            except ValidationError:
                # Named by another column than the key: the page's search knows it.
                return links.to_rows(model._meta.label, shown, q=key)
    return str(shown)
