"""What the database holds, in numbers, so that what a request changed can be told to the last column.

Of every table of ours: its rows; of each column that may be NULL, how many are set; of each flag, counter and version,
the sum; and of events, deliveries and the audit, how many there are of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.apps import apps
from django.db import connection, models

# Tries at the door are counted before anything else and for themselves; see accounts.auth.lockout.
LEFT_OUT = frozenset({"accounts_signinfailures"})
SUMMED = (models.PositiveSmallIntegerField, models.PositiveIntegerField, models.PositiveBigIntegerField)
KINDS = {"events_domainevent": "name", "events_delivery": "subscriber", "audit_auditentry": "action"}

Numbers = dict[str, int]


@lru_cache(maxsize=1)
def _questions() -> dict[str, tuple[list[str], str]]:
    """For each table, the names of its numbers and the statement that asks for them."""
    quote = connection.ops.quote_name
    questions = {}
    for model in apps.get_models():
        table = model._meta.db_table
        if model.__module__.startswith("django.") or table in LEFT_OUT:
            continue
        asked = {"rows": "COUNT(*)"}
        for field in model._meta.concrete_fields:
            name = quote(field.column)
            if field.null:
                asked[f"{field.column} is set"] = f"COUNT({name})"
            elif isinstance(field, models.BooleanField):
                asked[f"{field.column} is true"] = f"COUNT(CASE WHEN {name} THEN 1 END)"
            elif isinstance(field, SUMMED):
                asked[f"sum of {field.column}"] = f"SUM({name})"
        statement = f"SELECT {', '.join(asked.values())} FROM {quote(table)}"
        questions[table] = ([f"{table}: {name}" for name in asked], statement)
    return questions


def snapshot() -> Numbers:
    """The numbers of now."""
    numbers: Numbers = {}
    with connection.cursor() as cursor:
        for names, statement in _questions().values():
            cursor.execute(statement)
            numbers |= {name: int(value or 0) for name, value in zip(names, cursor.fetchone(), strict=True)}
        for table, column in KINDS.items():
            cursor.execute(f"SELECT {column}, COUNT(*) FROM {table} GROUP BY {column}")
            numbers |= {f"{table}: {kind}": int(count) for kind, count in cursor.fetchall()}
    return numbers


def changed(before: Mapping[str, int], after: Mapping[str, int]) -> Numbers:
    """By how much each number differs; only those that do."""
    names = sorted({*before, *after})
    differences = {name: after.get(name, 0) - before.get(name, 0) for name in names}
    return {name: difference for name, difference in differences.items() if difference}


def together(*changes: Mapping[str, int]) -> Numbers:
    """What several changes come to, one after the other."""
    names = sorted({name for change in changes for name in change})
    sums = {name: sum(change.get(name, 0) for change in changes) for name in names}
    return {name: total for name, total in sums.items() if total}
