"""What models and transactions share: time-ordered keys, abstract models, locks."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from types import NoneType
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import Func, RawSQL

from config import clock

# From so many ids on a statement takes them as one array.
_MANY = 50


def uuid7() -> UUID:
    """A version 7 UUID (RFC 9562, section 5.7, method 3): 48 bits of milliseconds, 12 of their fraction, 62 random."""
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = (rest << 12) // 1_000_000
    random = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | random)


class Thing(models.Model):
    """A row that the outside knows by its id: a UUIDv7, so that ids tell no count and still sort by age."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class EditableThing(Thing):
    """A thing that people edit together: `version` counts its changes and is its ETag."""

    updated_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def insert_once(row: Thing) -> bool:
    """Insert `row`; False where a row like it stood already. The unique constraint decides, whoever comes first.

    Its key is our own, so a row that carries it is the one made here.
    """
    manager: models.Manager[models.Model] = type(row)._default_manager
    manager.bulk_create([row], ignore_conflicts=True)
    return manager.filter(pk=row.pk).exists()


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_WRITTEN: dict[type, Callable[[Any], str]] = {
    NoneType: lambda value: "NULL",
    UUID: lambda value: value.hex,
    str: _quoted,
    int: str,
    bool: lambda value: "t" if value else "f",
    datetime: lambda value: f'"{value.isoformat()}"',
}


def array(values: Iterable[Any]) -> str:
    """These values as PostgreSQL writes an array, to be cast: several times as fast as the driver writes a list."""
    last: Any = values
    text, texts = "", []
    for value in values:
        if value is not last:  # many columns hold one value again and again
            last = value
            plain = value.value if isinstance(value, Enum) else value
            text = _WRITTEN[type(plain)](plain)
        texts.append(text)
    return "{" + ",".join(texts) + "}"


def unnested(array: str) -> RawSQL:
    """The ids of an array that `array` wrote, for an `__in`."""
    return RawSQL("SELECT unnest(%s::uuid[])", [array])


def among(ids: Collection[UUID]) -> Any:
    """These ids for an `__in` of a statement that may be about thousands: one array rather than a parameter each."""
    return list(ids) if len(ids) < _MANY or not is_postgres() else unnested(array(ids))


def one_of(column: str, ids: Any) -> models.Q:
    """The column is one of these ids: a list, or what is `unnested`. An index then gives the rows in its own order,
    which it does not with `__in`."""
    if not isinstance(ids, RawSQL):
        return models.Q(**{f"{column}__in": ids})
    there = RawSQL("%s::uuid[]", ids.params)
    found = Func(column, there, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=models.BooleanField())
    return models.Q(found)


def walk_indexes() -> None:
    """Have PostgreSQL walk a queue along its indexes, for this transaction.

    Such a table grows and empties faster than its statistics are taken, and plans made for an empty table cost seconds
    on a full one. The walk in order, with one look into a small index for each row, is right for every size.
    """
    if is_postgres():
        names = ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin")
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"set_config('{name}', 'off', true)" for name in names))


def estimated_rows(model: type[models.Model]) -> int:
    """How many rows the table holds as PostgreSQL last estimated; 0 where it does not know, and on SQLite."""
    if not is_postgres():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        (rows,) = cursor.fetchone()
    return max(0, int(rows))


def _lock_number(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)


def try_lock(name: str) -> bool:
    """Take the named lock until this transaction ends; False if another holds it.

    On SQLite every write transaction already stands alone (`BEGIN IMMEDIATE`), so the answer is always True.
    """
    if not is_postgres():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock_number(name)])
        (held,) = cursor.fetchone()
    return bool(held)


def wait_lock(name: str) -> None:
    """Take the named lock until this transaction ends, waiting for whoever holds it. On SQLite as in `try_lock`."""
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(name)])


def wait_locks(names: Iterable[str]) -> None:
    """As `wait_lock`, for many at once and always in one order, so that two who take many do not block each other."""
    if is_postgres():
        numbers = sorted({_lock_number(name) for name in names})
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(number) FROM unnest(%s::bigint[]) AS number", [numbers])


@contextmanager
def unhurried() -> Iterator[None]:
    """Within the block no statement is broken off for taking long: for jobs and commands that read whole tables."""
    if not is_postgres():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        # Where the transaction around the block has failed, its end takes the setting back.
        if connection.connection is not None and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")
