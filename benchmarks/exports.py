"""A member's export of 100,000 rows beside plain COPY of the same rows; time, and peak memory beside a small export."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from benchmarks.databases import ROOT, manage, scratch
from benchmarks.measuring import Line

DATABASE = "sigma_bench_exports"
ROWS = 100_000
ROUNDS = 3
GOAL_MIB = 20

_VIEWS = """
INSERT INTO workbooks_view (workbook_id, viewer_key, "window", member_id, created_at, is_counted)
SELECT (SELECT id FROM workbooks_workbook LIMIT 1), 'm' || number, number, %s, now(), true
FROM generate_series(1, %s) AS number
"""
_MINE = 'SELECT id, workbook_id, "window", member_id, referrer, created_at, is_counted FROM workbooks_view'

# In a process of its own: its memory is nobody else's.
_EXPORT = """
import json, os, sys, time
from pathlib import Path
import django
django.setup()
from accounts.privacy.services import export_to
from accounts.users.queries import user_by_username
from config.host.measuring import peak_memory
user = user_by_username(sys.argv[1])
began = time.perf_counter()
written = export_to(Path(sys.argv[2]), user_id=user.pk, actor=None, reason="benchmark")
seconds = time.perf_counter() - began
peak = peak_memory()
print(json.dumps({"seconds": seconds, "rows": written.rows, "peak": peak}))
"""


def exported(url: str, username: str, folder: str) -> dict[str, float]:
    """Seconds, rows and peak MiB of one export."""
    command = [sys.executable, "-c", _EXPORT, username, f"{folder}/{time.monotonic_ns()}.zip"]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found


def copied(url: str, member_id: str, folder: str) -> float:
    """Seconds that COPY takes for the same rows into a file."""
    began = time.perf_counter()
    with psycopg.connect(url) as link, (Path(folder) / "copied").open("wb") as file:
        query = f"COPY ({_MINE} WHERE member_id = '{member_id}') TO STDOUT"
        with link.cursor().copy(query) as rows:
            for block in rows:
                file.write(block)
    return time.perf_counter() - began


def run(_scales: list[int]) -> Iterator[Line]:
    with scratch(DATABASE) as url, tempfile.TemporaryDirectory() as folder:
        manage(url, "seed_demo", "--scale", "100")
        with psycopg.connect(url) as link:
            names = "SELECT id, username FROM accounts_user WHERE role = 'member' ORDER BY id LIMIT 2"
            (large_id, large), (_small_id, small) = link.execute(names).fetchall()
            link.execute(_VIEWS, [large_id, ROWS])
        ours, theirs, base = [], [], []
        for _ in range(ROUNDS):
            ours.append(exported(url, large, folder))
            theirs.append(copied(url, str(large_id), folder))
            base.append(exported(url, small, folder))
        rows = int(ours[0]["rows"])
        seconds = statistics.median(each["seconds"] for each in ours)
        copy = statistics.median(theirs)
        peak, least = (statistics.median(each["peak"] for each in group) for group in (ours, base))
    what = f"export of {rows:,} rows"
    yield Line(what, "COPY to a file", copy, "s")
    yield Line(what, "ours, ZIP of JSON", seconds, "s", seconds / copy, "COPY")
    yield Line(f"{what}, memory", "a small export", least, "MiB")
    grown = peak - least
    yield Line(
        f"{what}, memory", "ours", peak, "MiB", peak / least, "small", f"≤ {GOAL_MIB} MiB more", grown <= GOAL_MIB
    )
