"""`seed_demo --scale` beside plain COPY of the very rows it made, twice; its memory, its counts, its repeatability."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.checksums import checksums
from benchmarks.databases import manage, scratch
from benchmarks.measuring import Line, at_scale

DATABASE = "sigma_bench_seeding"
ROUNDS = 2
# In the order of their foreign keys.
TABLES = (
    "accounts_user", "accounts_profile", "social_follow", "workbooks_workbook", "workbooks_tagging",
    "workbooks_favorite", "workbooks_comment", "workbooks_view",
)  # fmt: skip


def copied_again(url: str, tables: tuple[str, ...]) -> float:
    """Seconds that plain COPY takes for the rows that are there, into the emptied tables, in one transaction."""
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(url) as connection:
        columns = {table: written_columns(connection, table) for table in tables}
        for table in tables:
            with (
                (Path(folder) / table).open("wb") as file,
                connection.cursor().copy(f"COPY {table} ({columns[table]}) TO STDOUT") as rows,
            ):
                for block in rows:
                    file.write(block)
        connection.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        connection.commit()
        began = time.perf_counter()
        for table in tables:
            with (
                (Path(folder) / table).open("rb") as file,
                connection.cursor().copy(f"COPY {table} ({columns[table]}) FROM STDIN") as rows,
            ):
                while block := file.read(1 << 16):
                    rows.write(block)
        connection.commit()
        return time.perf_counter() - began


def written_columns(connection: psycopg.Connection, table: str) -> str:
    """The columns of a table that the database does not compute by itself."""
    found = connection.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    ).fetchone()
    assert found
    return str(found[0])


def once(scale: int) -> tuple[int, float, float, int, dict[str, str]]:
    """One round in an empty database: rows, seconds of ours, seconds of COPY, MiB, and what it made in digests."""
    with scratch(DATABASE) as url:
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        said = manage(url, "seed_demo", "--scale", str(scale), "--seed", "1", "--until", day)
        found = re.search(r"(\d+) rows in ([\d.]+) s, .*; (\d+) MiB", said)
        assert found, said
        manage(url, "verify_counters")  # ends the benchmark where a count is wrong
        manage(url, "verify_workbooks")
        made = checksums(url)
        return int(found[1]), float(found[2]), copied_again(url, TABLES), int(found[3]), made


def run(scales: list[int]) -> Iterator[Line]:
    for scale in scales:
        rounds = [once(scale) for _ in range(ROUNDS)]
        rows, what = rounds[0][0], f"seed {at_scale(scale)} members"
        ours = statistics.median(rows / took for _, took, _, _, _ in rounds)
        floor = statistics.median(rows / copied for _, _, copied, _, _ in rounds)
        differ = [name for name, digest in rounds[0][4].items() if rounds[1][4].get(name) != digest]
        yield Line(what, f"COPY of its {rows:,} rows", floor, "rows/s")
        yield Line(what, "seed_demo --scale", ours, "rows/s", ours / floor, "COPY", "≥ 0.3", ours / floor >= 0.3)
        yield Line(what, "seed_demo --scale, peak memory", max(peak for _, _, _, peak, _ in rounds), "MiB")
        told = f"tables that differ in a second run {differ or ''}".strip()
        yield Line(what, told, len(differ), f"of {len(rounds[0][4])}", None, "", "0", not differ)
