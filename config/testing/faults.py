"""`make faults`: the faults, on a PostgreSQL and a Redis of this run's own.

Tests marked `faults` start their servers themselves and break them, one after the other. The trial of every statement
and the worker that is killed fifty times need no broken server: they run with `make test` too, and here on a server
started for them, two at a time.
"""

from __future__ import annotations

import os
import subprocess
import sys

from config.testing.required import PROGRAMS, program, required
from config.testing.servers import Postgres, Redis

FOLDER = "config/tests/faults"


def run(marked: str, variables: dict[str, str], arguments: list[str], *, at_once: int = 0) -> bool:
    inherited = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    processes = ["-n", str(at_once), "--dist", "loadgroup"]
    command = [sys.executable, "-m", "pytest", FOLDER, "-q", *processes, "-m", marked, *arguments]
    # 5: nothing was asked for, as where the arguments name tests of the other kind.
    return subprocess.run(command, env=inherited | variables, check=False).returncode in {0, 5}


def main(arguments: list[str]) -> int:
    missing = [name for what in ("postgres", "redis") for name in PROGRAMS[what] if not program(name)]
    if missing:
        sentence = f"make faults: {', '.join(missing)} not found on this machine, so nothing was broken."
        sys.stdout.write(sentence + "\n")
        return 1 if required() & {"postgres", "redis"} else 0
    broken = run("faults", {}, arguments)
    with Postgres() as postgres, Redis() as redis:
        address = postgres.database("sigma", superuser=True)
        variables = {"DATABASE_URL": address, "REDIS_URL": redis.url, "BOTH_WAYS": "1"}
        whole = run("slow and not faults", variables, arguments, at_once=2)
    sys.stdout.write(f"make faults: servers broken {'passed' if broken else 'FAILED'}, ")
    sys.stdout.write(f"statements and workers {'passed' if whole else 'FAILED'}\n")
    return 0 if broken and whole else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
