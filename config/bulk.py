"""Filling tables with very many rows: COPY on PostgreSQL, batches of inserts on SQLite, never all rows in memory.

Rows are tuples in the order of `columns`, and hold what both databases take: texts (ids as 32 hexadecimal digits, times
as `2026-11-20 12:00:00` in UTC), numbers, truths, None. Nothing is checked but what the database checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from django.db import connection, models
from django.db.models.base import ModelState

from config.db import array, is_postgres

Row = tuple[Any, ...]
M = TypeVar("M", bound=models.Model)
_BATCH = 5_000


def _quoted(*names: str) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def put(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert `rows` into the model's table, within the caller's transaction."""
    table, names = _quoted(model._meta.db_table), _quoted(*columns)
    if is_postgres():
        # `copy` goes past Django, which else turns the driver's errors into its own.
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    source = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(source, _BATCH)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batch)  # noqa: S608 - names of ours


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new instances of one model, as `bulk_create` does, but by COPY on PostgreSQL: several times as fast."""
    if not rows:
        return
    model = type(rows[0])
    if not is_postgres():
        model._default_manager.bulk_create(rows, batch_size=250)
        return
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    named = attrgetter(*(field.attname for field in fields))
    prepared = [(at, prepare) for at, field in enumerate(fields) if (prepare := _preparing(field)) is not None]

    def plain() -> Iterator[Row]:
        for row in rows:
            values = list(named(row))
            for at, prepare in prepared:
                values[at] = prepare(values[at])
            yield tuple(values)

    put(model, [str(field.column) for field in fields], plain())


def insert_alike(prototype: models.Model, own: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows that are alike but for some columns: `own` holds the values of each of these, by its attribute.

    A key that counts by itself is left to the database. On PostgreSQL one statement that says once what is alike.
    """
    model = type(prototype)
    if not is_postgres():
        rows = [like(prototype, **dict(zip(own, values, strict=True))) for values in zip(*own.values(), strict=True)]
        model._default_manager.bulk_create(rows, batch_size=250)
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    key = model._meta.pk
    if isinstance(key, models.AutoField) and key.attname not in own:
        del fields[key.attname]
    alike = [name for name in fields if name not in own]
    names = _quoted(*(str(fields[name].column) for name in [*alike, *own]))
    said = ", ".join(["%s"] * len(alike) + [f"own.c{at}" for at in range(len(own))])
    lists = ", ".join(f"%s::{fields[name].db_type(connection)}[]" for name in own)
    columns = ", ".join(f"c{at}" for at in range(len(own)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) SELECT {said}"  # noqa: S608 - names of ours
            f" FROM unnest({lists}) AS own ({columns})",
            [
                *(fields[name].get_db_prep_save(getattr(prototype, name), connection) for name in alike),
                *(array(_texts(fields[name], values)) for name, values in own.items()),
            ],
        )


def _texts(field: models.Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    if not isinstance(field, models.JSONField):
        return values
    different = {id(value): value for value in values}
    texts = {key: msgspec.json.encode(value).decode() for key, value in different.items()}
    return [texts[id(value)] for value in values]


def loaded(rows: models.QuerySet[M]) -> list[M]:
    """The rows of a queryset as instances, made as by `like`: for thousands of rows that are only read."""
    fields = [field.attname for field in rows.model._meta.concrete_fields]
    prototype = rows.model(pk=None)
    return [like(prototype, **dict(zip(fields, values, strict=True))) for values in rows.values_list(*fields)]


def like(prototype: M, **values: Any) -> M:
    """A new instance that was never saved, with the prototype's values but for these, which are named as columns are.

    It takes a tenth of what the constructor takes, which asks each field for its default. Lists and other values that
    can be changed are shared with the prototype.
    """
    made = prototype.__class__.__new__(prototype.__class__)
    made.__dict__.update(prototype.__dict__, _state=ModelState(), **values)
    return made


# Fields whose values the driver takes as they are; any other prepares its own.
_PLAIN = (
    models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField,
    models.DateTimeField, models.UUIDField, models.ForeignKey,
)  # fmt: skip


def _preparing(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What makes of a field's value what the driver takes; None where it takes the value as it is."""
    if not isinstance(field, _PLAIN):
        return lambda value: field.get_db_prep_save(value, connection)
    return _bare if field.choices else None


def _bare(value: Any) -> Any:
    """The value of a choice rather than its name, which the driver would write."""
    return value.value if isinstance(value, Enum) else value


@contextmanager
def unindexed(tables: Sequence[type[models.Model]]) -> Iterator[None]:
    """Within the block, the tables stand without foreign keys, unique constraints and indexes, but for their keys.

    Afterwards all of them are made again, and prove the rows. It must stand in a transaction, which holds the tables
    until it ends: if it fails, everything is as before. Only PostgreSQL gains from it; on SQLite nothing happens.
    """
    if not is_postgres():
        yield
        return
    names = [table._meta.db_table for table in tables]
    with connection.cursor() as cursor:
        # What is still to be checked of earlier statements is checked now: a table with open checks cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(
            "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),"
            " format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))"
            " FROM pg_constraint WHERE contype IN ('f', 'u') AND conrelid::regclass::text = ANY(%s)"
            " ORDER BY contype DESC, conname",
            [names],
        )
        constraints = cursor.fetchall()
        cursor.execute(
            "SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid::regclass::text = ANY(%s) AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid",
            [names],
        )
        indexes = cursor.fetchall()
        for drop, _make in [*reversed(constraints), *indexes]:
            cursor.execute(drop)
    yield
    with connection.cursor() as cursor:
        for _drop, make in [*indexes, *constraints]:
            cursor.execute(make)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def analyse(tables: Sequence[type[models.Model]]) -> None:
    """Have the database look at what the tables hold now, so that it plans with it."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {_quoted(table._meta.db_table)}")
