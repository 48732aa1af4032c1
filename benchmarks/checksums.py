"""A digest of every table's content, whatever order its rows lie in, but for what may differ between two seeds.

What may differ: the numbers that the database gives rows by itself, and what the migrations bring of the moment at
which they ran.
"""

from __future__ import annotations

import psycopg

_COLUMNS = """
SELECT c.relname, array_agg(quote_ident(a.attname) ORDER BY a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attidentity = ''
GROUP BY c.relname ORDER BY c.relname
"""
# Filled by the migrations at whatever time they ran.
_OF_THE_CLOCK = {
    "django_migrations": {"applied"},
    "flags_flag": {"created", "modified"},
    "flags_version": {"token"},
    "moderation_rulesversion": {"token"},
    "moderation_screeningrule": {"created_at", "updated_at", "live_at"},
    "workbooks_embedsource": {"created_at", "updated_at"},
    "workbooks_tag": {"created_at"},
}


def checksums(url: str) -> dict[str, str]:
    """By table: how many rows, and the sum of their hashes."""
    found = {}
    with psycopg.connect(url, options="-c timezone=UTC -c statement_timeout=0") as connection:
        for table, columns in connection.execute(_COLUMNS).fetchall():
            kept = ", ".join(name for name in columns if name not in _OF_THE_CLOCK.get(table, ()))
            row = connection.execute(
                f"SELECT count(*), sum(hashtextextended(ROW({kept})::text, 0)::numeric) FROM {table}"
            ).fetchone()
            assert row
            found[table] = f"{row[0]} rows, {row[1]}"
    return found
