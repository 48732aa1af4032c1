"""`import_workbooks` of 100,000 rows beside plain COPY of the very rows it made, and the memory it took.

The listing has the shape of a real one: its titles, URLs, views and favourites, over and over under other authors and
other URLs. The real one is `tableau_public/workbooks.csv` under `REAL_DATA_DIR`; without it this benchmark is left out.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import psycopg

from benchmarks.databases import ROOT, scratch
from benchmarks.measuring import Line
from benchmarks.seeding import copied_again
from config.host.measuring import peak_memory

DATABASE = "sigma_bench_importing"
ROWS = 100_000
# In the order of their foreign keys.
TABLES = ("accounts_user", "accounts_profile", "workbooks_workbook")


def real_listing() -> Path | None:
    path = Path(os.environ.get("REAL_DATA_DIR", "")) / "tableau_public" / "workbooks.csv"
    return path if path.is_file() else None


def rows_like(real: Path) -> Iterator[dict[str, str]]:
    """The rows of the real listing, then again and again with a number at the author and in the URL."""
    with real.open(encoding="utf-8-sig", newline="") as file:
        originals = list(csv.DictReader(file))
    for turn in count():
        for row in originals:
            again = dict(row)
            if turn:
                again["author"] = f"{row['author'][:24]}-{turn}"
                again["url"] = re.sub(r"/views/([^/]+)/", rf"/views/\1-{turn}/", row["url"])
            yield again


def write_listing(real: Path, file: Path, number: int) -> None:
    rows = islice(rows_like(real), number)
    first = next(rows)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def imported(url: str, file: Path) -> tuple[str, float, float]:
    """What the command printed last, seconds, and MiB at most."""
    began = time.perf_counter()
    command = [sys.executable, "manage.py", "import_workbooks", str(file)]
    environment = os.environ | {"DATABASE_URL": url}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        peak = 0  # what `wait4` tells of a child includes its parent at the fork
        while process.poll() is None:
            peak = max(peak, peak_memory(process.pid) or 0)
            time.sleep(0.05)
        assert process.stdout
        said, took = process.stdout.read(), time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"benchmark: import_workbooks ended with {process.returncode}: {said}")
    return said.splitlines()[-1], took, peak


def run(scales: list[int]) -> Iterator[Line]:
    real = real_listing()
    what = f"import of {ROWS:,} rows"
    if real is None:
        yield Line(what, "left out: REAL_DATA_DIR has no listing", 0, "")
        return
    with tempfile.TemporaryDirectory() as folder, scratch(DATABASE) as url:
        small, whole = Path(folder) / "small.csv", Path(folder) / "whole.csv"
        write_listing(real, small, ROWS // 10)
        write_listing(real, whole, ROWS)
        _said, took_small, before = imported(url, small)
        said, took, peak = imported(url, whole)
        again, took_again, _peak = imported(url, whole)
        with psycopg.connect(url) as connection:
            rows = connection.execute("SELECT count(*) FROM workbooks_workbook").fetchone()[0]
        copied = copied_again(url, TABLES)
    # The difference of both runs, which leaves out the start of the process, as the floor's figure does.
    ours, floor = (ROWS * 8 // 10) / (took - took_small), rows / copied
    yield Line(what, f"COPY of its {rows:,} workbooks, with authors", floor, "rows/s")
    yield Line(what, f"import_workbooks: {said}", ours, "rows/s", ours / floor, "COPY", "≥ 0.3", ours / floor >= 0.3)
    yield Line(what, f"the same again: {again}", ROWS / took_again, "rows/s", ROWS / took_again / floor, "COPY")
    yield Line(what, f"peak memory; {before:.0f} MiB with a tenth", peak, "MiB")
