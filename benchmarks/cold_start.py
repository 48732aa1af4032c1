"""From the start of the process to its first answer: ours embedded and full, beside Django's own hello."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

from benchmarks import databases
from benchmarks.asking import with_redis
from benchmarks.databases import manage
from benchmarks.measuring import Line, in_turn
from benchmarks.serving import free_port, granian, running

DATABASE = "sigma_bench_cold_start"
ROUNDS = 3
LONGEST = 60.0


def seconds_to_answer(command: Callable[[int], list[str]], path: str, environment: dict[str, str]) -> float:
    """Seconds until `path` is answered with 200."""
    port = free_port()
    began = time.perf_counter()
    with running(command(port), port, environment | {"PORT": str(port)}):
        while time.perf_counter() - began < LONGEST:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=LONGEST) as answer:
                    answer.read()
                    return time.perf_counter() - began
            except urllib.error.HTTPError as error:
                raise SystemExit(f"benchmark: {error.code} for {path}") from None
            except OSError:
                time.sleep(0.01)
    raise SystemExit(f"benchmark: {path} was not answered within {LONGEST:g} s.")


def run(scales: list[int]) -> Iterator[Line]:
    # A database of its own: what runs in the background of `serve` would work on a data set.
    with databases.scratch(DATABASE) as url, tempfile.TemporaryDirectory() as folder:
        full = dict(os.environ) | with_redis() | {"DATABASE_POOL": "8", "DATABASE_URL": url}
        embedded = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
        embedded |= {"DATA_DIR": folder}
        sqlite = f"sqlite:///{folder}/sigma.sqlite3"
        manage(sqlite, "migrate", "--verbosity", "0")
        serve = [sys.executable, str(databases.ROOT / "manage.py"), "serve"]
        hello = full | {"DJANGO_SETTINGS_MODULE": "benchmarks.hello"}
        uvicorn = [sys.executable, "-m", "uvicorn", "--lifespan", "off", "--log-level", "error"]
        medians = in_turn(
            {
                "hello, granian": lambda: seconds_to_answer(
                    lambda port: granian("benchmarks.hello:application", port), "/hello", hello
                ),
                "ours, granian": lambda: seconds_to_answer(
                    lambda port: granian("config.wsgi:application", port), "/api/v1/workbooks", full
                ),
                "hello, uvicorn": lambda: seconds_to_answer(
                    lambda port: [*uvicorn, "--port", str(port), "benchmarks.hello:asynchronous"], "/hello", hello
                ),
                "serve, embedded": lambda: seconds_to_answer(lambda port: serve, "/api/v1/workbooks", embedded),
                "serve, full": lambda: seconds_to_answer(lambda port: serve, "/api/v1/workbooks", full),
            },
            rounds=ROUNDS,
        )
    for name, seconds in medians.items():
        floor = "hello, granian" if name.endswith("granian") else "hello, uvicorn"
        ratio = None if name == floor else seconds / medians[floor]
        yield Line("cold start to the first answer", name, seconds, "s", ratio, floor if ratio else "")
