"""Searching tables that may hold millions: whole lookups that an index answers, tried one after another.

The first lookup that finds anything is the answer, since an OR of several would read the whole table. Texts that no
index knows are looked for among the newest rows alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import QuerySet

NEWEST = 10_000
"""Among how many of the newest rows a text is looked for."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def found(rows: QuerySet[Any], text: str, lookups: Sequence[str], newest: Sequence[str]) -> QuerySet[Any]:
    """Those of `rows` that the first successful lookup finds for `text`; all of them where nothing is looked for.

    An id is found within a pasted address as well.
    """
    text = text.strip()
    if not text:
        return rows
    for lookup in lookups:
        narrowed = _narrowed(rows, lookup, text)
        if narrowed is not None and narrowed.exists():
            return narrowed
    for lookup in newest:
        recent = rows.model._default_manager.order_by("-pk").values("pk")[:NEWEST]
        narrowed = rows.filter(pk__in=recent, **{lookup: text})
        if narrowed.exists():
            return narrowed
    return rows.none()


def _narrowed(rows: QuerySet[Any], lookup: str, text: str) -> QuerySet[Any] | None:
    """The rows of one lookup; None where the text cannot be a value of its field."""
    name = lookup.removesuffix("__exact")
    if name.split("__")[-1] in {"username", "email", "slug"}:
        text = text.removeprefix("@").lower()
    elif name.split("__")[-1] in {"id", "pk", "session_id", "target_id"} and (inside := _UUID.search(text)):
        text = inside[0].lower()
    try:
        return rows.filter(**{lookup: text})
    except (ValidationError, ValueError, TypeError):
        return None
    except FieldError as wrong:
        raise LookupError(f"{rows.model.__name__} cannot be searched by {lookup}") from wrong
