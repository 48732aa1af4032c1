"""Nothing that stands in the audit is changed or deleted, whoever tries."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from config.audit import chain, note
from config.audit.append_only import is_guarded
from config.audit.models import AuditEntry, AuditSeal


@pytest.fixture
def sealed(db):
    note(action="x.done", actor=None, reason="as it was")
    chain.seal_new()


def refused(statement, *values):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditseal"])
def test_sql_can_neither_change_nor_delete_a_row(table):
    column = "reason" if table == "audit_auditentry" else "hash"
    refused(f"UPDATE {table} SET {column} = 'forged'")
    refused(f"DELETE FROM {table}")
    assert AuditEntry.objects.get().reason == "as it was"
    assert AuditSeal.objects.count() == 1


@pytest.mark.usefixtures("sealed")
def test_the_orm_is_refused_as_well():
    for deed in (AuditEntry.objects.update, AuditEntry.objects.all().delete, AuditEntry.objects.get().save):
        arguments = {"reason": "forged"} if deed == AuditEntry.objects.update else {}
        with pytest.raises(DatabaseError), transaction.atomic():
            deed(**arguments)
    assert AuditEntry.objects.get().reason == "as it was"


@pytest.mark.usefixtures("sealed")
def test_a_row_cannot_be_put_in_place_of_another():
    if connection.vendor == "postgresql":
        statement = (
            "INSERT INTO audit_auditseal VALUES (1, 9, '', '') ON CONFLICT (sequence) DO UPDATE SET entry_id = 9"
        )
    else:
        statement = "INSERT OR REPLACE INTO audit_auditseal (sequence, entry_id, previous, hash) VALUES (1, 9, '', '')"
    refused(statement)
    assert AuditSeal.objects.get().entry_id == AuditEntry.objects.get().pk


@pytest.mark.django_db(transaction=True)
def test_the_migration_reverses_with_rows_in_place():
    note(action="x.done", actor=None)
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", "0001_initial")])
    assert not is_guarded(connection, "audit_auditentry")
    assert AuditEntry.objects.count() == 1
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("audit"))
    assert is_guarded(connection, "audit_auditentry")
    assert is_guarded(connection, "audit_auditseal")
    assert AuditEntry.objects.count() == 1
