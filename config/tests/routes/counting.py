"""What a route costs in statements: those that do the work, without savepoints and the looks for what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).parent / "query_counts.txt"
VENDORS = ("sqlite", "postgresql")
HEADER = "# route, as the first of owner, admin, stranger, unverified who may | " + " ".join(VENDORS)
LOOKS = ("accounts_revocation", "flags_", "moderation_rulesversion")
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT", "ROLLBACK")


class Counter:
    """How many statements there were in the block."""

    count = 0


@contextmanager
def counted() -> Iterator[Counter]:
    counter = Counter()
    with CaptureQueriesContext(connection) as captured:
        yield counter
    counter.count = sum(
        not query["sql"].startswith(NOT_COUNTED)
        and not any(look in query["sql"].partition("WHERE")[0] for look in LOOKS)
        for query in captured.captured_queries
    )


def read_counts() -> dict[str, dict[str, int]]:
    """The recorded counts: by route, then by database."""
    rows = {}
    for line in FILE.read_text().splitlines() if FILE.exists() else []:
        if line and not line.startswith("#"):
            key, _, counts = line.partition("|")
            rows[key.strip()] = dict(zip(VENDORS, map(int, counts.split()), strict=True))
    return rows


def write_count(key: str, count: int, known: set[str]) -> None:
    """Keep a count of this database; rows of routes that are gone go."""
    rows = {row: counts for row, counts in read_counts().items() if row in known}
    rows[key] = dict.fromkeys(VENDORS, count) | rows.get(key, {}) | {connection.vendor: count}
    lines = [HEADER, *(f"{row} | {' '.join(str(c[v]) for v in VENDORS)}" for row, c in sorted(rows.items()))]
    FILE.write_text("\n".join(lines) + "\n")
