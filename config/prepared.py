"""Statements that PostgreSQL plans once a connection: for reads whose plan takes longer than their rows.

A statement is prepared by name when it is first run on a connection, with all values in its text but those that differ
from run to run; the server plans it then and keeps the plan (`plan_cache_mode` in config/settings/data.py). So the plan
must be good for whatever these are: numbers that say how much is read (LIMIT) belong into the text. On SQLite, which
keeps statements by itself, nothing is done.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

from config.db import is_postgres

MOST_KEPT = 200
"""Statements that one connection keeps; with one more it begins anew."""

_TYPES = {UUID: "uuid", datetime: "timestamptz", int: "bigint", float: "double precision", str: "text"}
_MARK = re.compile(r"%s|%%")
_names: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with `$1`, `$2` … in the places of its arguments."""

    name: str
    text: str
    execute: str

    def run(self, cursor: Any, arguments: Sequence[Any]) -> None:
        """Execute it by a cursor of the present connection."""
        self._prepare()
        cursor.execute(self.execute, arguments)

    def _prepare(self) -> None:
        connection.ensure_connection()
        raw: Any = connection.connection
        names = _names.setdefault(raw, set())
        if self.name in names:
            return
        with connection.wrap_database_errors, raw.cursor() as cursor:
            if len(names) >= MOST_KEPT:
                cursor.execute("DEALLOCATE ALL")
                names.clear()
            cursor.execute(self.text)
        names.add(self.name)


def may_prepare() -> bool:
    """Whether this database keeps what is prepared: PostgreSQL, unless the settings say no."""
    return is_postgres() and bool(settings.PREPARED_STATEMENTS)


def prepare(sql: str, parameters: Sequence[Any], places: Sequence[tuple[int, int]], types: Sequence[type]) -> Statement:
    """The statement behind `sql`: `places` says which of its parameters are which argument, and `types` what these are.

    All other parameters are written into the text as they are.
    """
    from django.db.backends.postgresql.psycopg_any import mogrify

    argument_at = dict(places)
    marks = iter(range(len(parameters)))

    def mark(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        at = next(marks)
        return f"${argument_at[at] + 1}" if at in argument_at else "%s"

    text = _MARK.sub(mark, sql)
    connection.ensure_connection()
    kept = [value for at, value in enumerate(parameters) if at not in argument_at]
    body: str = mogrify(text, kept, connection.connection) if kept else text.replace("%%", "%")
    name = f"sigma_{hashlib.blake2b(body.encode(), digest_size=12).hexdigest()}"
    declared = ", ".join(_TYPES[each] for each in types)
    listed = ", ".join(["%s"] * len(types))
    if not types:
        return Statement(name, f"PREPARE {name} AS {body}", f"EXECUTE {name}")
    return Statement(name, f"PREPARE {name} ({declared}) AS {body}", f"EXECUTE {name} ({listed})")
