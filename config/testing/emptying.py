"""Empties the tables after a transactional test: those alone that hold a row, which are few of very many.

Django truncates every table and makes content types and permissions anew, which takes the better part of a second.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from django.test import TransactionTestCase

from config.flags.rows import make_rows
from config.testing.audit import APPEND_ONLY, lifted_triggers

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What tables there are stays as it is, whatever a test does."""


def empty_tables(connection: Any) -> None:
    """Delete all rows that tests may have written, in one transaction: foreign keys are looked at when it ends."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT)
    quoted = {table: connection.ops.quote_name(table) for table in tables}
    asks = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {name})" for table, name in quoted.items()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asks))
        full = [table for (table,) in cursor.fetchall()]
        if connection.vendor == "sqlite":
            with connection.constraint_checks_disabled(), lifted_triggers(on=connection):
                _delete(cursor, [quoted[table] for table in full])
            return
        with transaction.atomic(using=connection.alias):
            sealed = [quoted[table] for table in full if table in APPEND_ONLY]
            if sealed:
                cursor.execute(f"TRUNCATE {', '.join(sealed)}")
            _delete(cursor, [quoted[table] for table in full if table not in APPEND_ONLY])


def _delete(cursor: Any, names: list[str]) -> None:
    for name in names:
        cursor.execute(f"DELETE FROM {name}")


def empty_quickly() -> None:
    """Have transactional tests end so, once a process; declared flags get their rows back, as after each `migrate`."""

    def _fixture_teardown(self: TransactionTestCase) -> None:
        for alias in self._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            empty_tables(connections[alias])
            make_rows(alias)

    TransactionTestCase._fixture_teardown = _fixture_teardown  # type: ignore[method-assign]
