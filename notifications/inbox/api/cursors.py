"""Cursors of the list as words for "everything up to here": whichever page and filters they were made for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import urlencode

from config.api import Request, keyset
from notifications.types import types

ORDER = ("-position", "-id")


def cursor_of(request: Request, row: dict[str, Any]) -> str:
    """A cursor that stands for a row of the list, good for reading everything up to it."""
    keys = [keyset.key_of(row, name) for name in ORDER]
    return keyset.write_cursor(keyset.Cursor(keys, False), _binding(request.path, request.user.pk, {}))


def position_of(request: Request, cursor: str) -> int:
    """The position that a cursor of the member's list stands for; `InvalidCursor` for anything else."""
    path = request.path.removesuffix("/read")
    for filters in _filters():
        try:
            found = keyset.read_cursor(cursor, _binding(path, request.user.pk, filters))
        except keyset.InvalidCursor:
            continue
        if len(found.keys) == len(ORDER) and isinstance(found.keys[0], int):
            return found.keys[0]
    raise keyset.InvalidCursor()


def _filters() -> Iterator[dict[str, str]]:
    """Everything that the list can be narrowed by."""
    flags = (None, "true", "false")
    for unread, archived, type in product(flags, flags, (None, *(each.name for each in types()))):
        said = {"unread": unread, "archived": archived, "type": type}
        yield {name: value for name, value in said.items() if value is not None}


def _binding(path: str, viewer_id: Any, filters: dict[str, str]) -> str:
    """As `keyset.binding_of` makes it of a request for the list."""
    return f"{path}?{urlencode(sorted(filters.items()))}#{viewer_id}"
