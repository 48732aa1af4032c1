"""Links from row to row, to lists of rows, and to the pages and the API that everyone sees.

Whoever may not see what a link leads to gets its text alone. Models are named as `DESK_ACCESS` has them
(`"workbooks.Workbook"`), so that an app can point at another without importing it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.desk import access

NONE = "–"


def row_url(model: Any, pk: Any) -> str:
    """The path of a row's page on the desk."""
    return reverse(_name(model, "change"), args=[pk])


def rows_url(model: Any, **filters: Any) -> str:
    """The path of a list of rows, narrowed by `filters` as in its address (`author__id__exact=…`)."""
    path = reverse(_name(model, "changelist"))
    return f"{path}?{urlencode(filters)}" if filters else path


def to_row(row: Any, text: Any = None) -> str | SafeString:
    """A link to the row's page, saying what the row calls itself; a dash for None."""
    if row is None:
        return NONE
    return to_key(row, row.pk, str(row) if text is None else text)


def to_key(model: Any, pk: Any, text: Any) -> str | SafeString:
    """The same for a row that is known by its key alone."""
    if pk in (None, ""):
        return NONE
    if not access.may(access.viewer(), model, access.VIEW):
        return str(text)
    try:
        return format_html('<a href="{}">{}</a>', row_url(model, pk), text)
    except NoReverseMatch:
        return str(text)


def to_rows(model: Any, text: Any, **filters: Any) -> str | SafeString:
    """A link to a list of rows."""
    if not access.may(access.viewer(), model, access.VIEW):
        return str(text)
    try:
        return format_html('<a href="{}">{}</a>', rows_url(model, **filters), text)
    except NoReverseMatch:
        return str(text)


def to_page(path: str, text: Any) -> SafeString:
    """A link to a page or an endpoint of this installation, outside the desk."""
    return format_html('<a class="outward" href="{}">{}</a>', path, text)


def _name(model: Any, page: str) -> str:
    app, name = access.label_of(model).lower().split(".")
    return f"admin:{app}_{name}_{page}"
