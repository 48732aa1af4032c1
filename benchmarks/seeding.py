"""`seed_demo --scale` beside plain COPY of the very rows it made, into the same tables; and the memory it took."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from benchmarks.measuring import Line

DATABASE = "sigma_bench_seeding"
MEMBERS = int(os.environ.get("SCALE", "100000"))
# In the order of their foreign keys.
TABLES = (
    "accounts_user", "accounts_profile", "social_follow", "workbooks_workbook", "workbooks_tagging",
    "workbooks_favorite", "workbooks_comment", "workbooks_view",
)  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent


def manage(url: str, *arguments: str) -> str:
    """What a command of a process of its own prints: its memory is nobody else's."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True, capture_output=True, text=True
    ).stdout


def copied_again(url: str) -> float:
    """Seconds that plain COPY takes for the rows that are there, into the emptied tables, in one transaction."""
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(url) as connection:
        for table in TABLES:
            with (Path(folder) / table).open("wb") as file, connection.cursor().copy(f"COPY {table} TO STDOUT") as rows:
                for block in rows:
                    file.write(block)
        connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        connection.commit()
        began = time.perf_counter()
        for table in TABLES:
            with (
                (Path(folder) / table).open("rb") as file,
                connection.cursor().copy(f"COPY {table} FROM STDIN") as rows,
            ):
                while block := file.read(1 << 16):
                    rows.write(block)
        connection.commit()
        return time.perf_counter() - began


def run() -> Iterator[Line]:
    base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    url = f"{base}/{DATABASE}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")
    manage(url, "migrate", "--verbosity", "0")
    said = manage(url, "seed_demo", "--scale", str(MEMBERS))
    found = re.search(r"(\d+) rows in ([\d.]+) s, .*; (\d+) MiB", said)
    assert found, said
    rows, took, peak = int(found[1]), float(found[2]), int(found[3])
    manage(url, "verify_counters")
    manage(url, "verify_workbooks")
    floor = rows / copied_again(url)
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE {DATABASE}")
    ours, what = rows / took, f"seed {MEMBERS:,} members"
    yield Line(what, f"COPY of its {rows:,} rows", floor, "rows/s")
    yield Line(what, "seed_demo --scale", ours, "rows/s", ours / floor, "COPY", "≥ 0.3", ours / floor >= 0.3)
    yield Line(what, "seed_demo --scale, peak memory", peak, "MiB")
