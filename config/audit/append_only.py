"""Tables to which rows are only added: triggers that refuse UPDATE and DELETE in SQL, on both databases.

TRUNCATE and DROP are not covered: they are for those who own the database, and the chain of seals shows what they did.
On SQLite a migration that rebuilds such a table drops its triggers, and has to put them back with `forbid_changes`.

One change is let through where a table has `redactions`: a row that stands there may lose what it says of a person, by
an UPDATE that leaves its `fixed` columns alone (`config.audit.redacting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations

_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {redaction}RAISE EXCEPTION '{table} is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""
_POSTGRES_REDACTION = """IF TG_OP = 'UPDATE' THEN
        IF {same} AND EXISTS (SELECT 1 FROM {redactions} WHERE entry_id = OLD.{key}) THEN
            RETURN NEW;
        END IF;
    END IF;
    """
_POSTGRES_BACK = "DROP TRIGGER IF EXISTS {table}_append_only ON {table}; DROP FUNCTION IF EXISTS {table}_refuse();"

# The third is against INSERT OR REPLACE, which deletes the old row without asking the trigger of deletion.
_SQLITE = [
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{redaction}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only: UPDATE refused'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only: DELETE refused'); END",
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
    " WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only: REPLACE refused'); END",
]
_SQLITE_REDACTION = " WHEN NOT ({same} AND EXISTS (SELECT 1 FROM {redactions} WHERE entry_id = OLD.{key}))"

REDACTIONS = "audit_auditredaction"
FIXED = ("id", "at", "action", "actor_id", "target_type", "target_id", "request_id")
"""The columns of an entry that no redaction changes."""


def statements(
    vendor: str, table: str, key: str = "id", *, redactions: str = "", fixed: Sequence[str] = FIXED
) -> list[str]:
    """What makes the table append-only."""
    if vendor == "postgresql":
        same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in fixed)
        let = _POSTGRES_REDACTION.format(same=same, redactions=redactions, key=key) if redactions else ""
        return [_POSTGRES.format(table=table, redaction=let)]
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in fixed)
    let = _SQLITE_REDACTION.format(same=same, redactions=redactions, key=key) if redactions else ""
    return [statement.format(table=table, key=key, redaction=let) for statement in _SQLITE]


def statements_back(vendor: str, table: str) -> list[str]:
    """What lifts it."""
    if vendor == "postgresql":
        return [_POSTGRES_BACK.format(table=table)]
    return [f"DROP TRIGGER IF EXISTS {table}_{name}" for name in ("no_update", "no_delete", "no_replace")]


def forbid_changes(table: str, key: str = "id") -> migrations.RunPython:
    """The migration that makes a table append-only; reverses."""

    def forward(apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor, table, key):
            schema_editor.execute(statement, params=None)

    def back(apps: Any, schema_editor: Any) -> None:
        for statement in statements_back(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(forward, back)


def is_guarded(connection: Any, table: str) -> bool:
    """Whether the triggers are in place and on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s AND tgenabled <> 'D'",
                [table, f"{table}_append_only"],
            )
            return bool(cursor.fetchone()[0] == 1)
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return bool(cursor.fetchone()[0] == 3)


def forbid_updates(table: str) -> migrations.RunPython:
    """The migration for a table whose rows are never changed, and go only with whom they are about; reverses."""
    refuse = f"{table}_no_update"

    def forward(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" RAISE EXCEPTION '{table} is append-only: UPDATE refused' USING ERRCODE = 'restrict_violation';"
                f" END $$; CREATE TRIGGER {refuse} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {refuse}();",
                params=None,
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {refuse} BEFORE UPDATE ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only: UPDATE refused'); END",
                params=None,
            )

    def back(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"DROP TRIGGER IF EXISTS {refuse} ON {table}; DROP FUNCTION IF EXISTS {refuse}();", params=None
            )
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {refuse}", params=None)

    return migrations.RunPython(forward, back)


def allow_redactions(table: str, redactions: str, key: str = "id") -> migrations.RunPython:
    """The migration that lets rows of an append-only table lose what they say of a person; reverses."""

    def put(schema_editor: Any, redactions: str) -> None:
        vendor = schema_editor.connection.vendor
        for statement in [*statements_back(vendor, table), *statements(vendor, table, key, redactions=redactions)]:
            schema_editor.execute(statement, params=None)

    def forward(apps: Any, schema_editor: Any) -> None:
        put(schema_editor, redactions)

    def back(apps: Any, schema_editor: Any) -> None:
        put(schema_editor, "")

    return migrations.RunPython(forward, back)
