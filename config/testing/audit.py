"""Lifts the audit's triggers, for tests that damage it and for emptying its tables after one.

On SQLite that takes DELETE, which the triggers refuse. On PostgreSQL tables are truncated, which they let pass.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from config.audit.append_only import REDACTIONS, statements, statements_back

# Every table of the project that is append-only, and its primary key. Whoever adds one says so here.
APPEND_ONLY: dict[str, str] = {"audit_auditentry": "id", "audit_auditseal": "sequence", REDACTIONS: "id"}


@contextmanager
def lifted_triggers(tables: dict[str, str] = APPEND_ONLY, on: Any = None):
    """Run the block with the tables open to every change, and close them again."""
    database = on or connection
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        present = set(database.introspection.table_names(cursor))
        here = {table: key for table, key in tables.items() if table in present}
        for table in here:
            for statement in statements_back(database.vendor, table):
                cursor.execute(statement)
        yield
        for table, key in here.items():
            let = REDACTIONS if table == "audit_auditentry" and REDACTIONS in present else ""
            for statement in statements(database.vendor, table, key, redactions=let):
                cursor.execute(statement)
