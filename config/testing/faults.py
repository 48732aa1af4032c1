"""`make faults`: the faults, on servers of this run's own, in two parts that run side by side.

Tests marked `faults` start a PostgreSQL and a Redis themselves and break them. The trial of every statement and the
worker that is killed fifty times need no broken server: they run with `make test` too, and here on servers started for
them. What they print comes after the first part's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from tempfile import TemporaryFile
from typing import IO

from config.testing.required import PROGRAMS, program, required
from config.testing.servers import Postgres, Redis

FOLDER = "config/tests/faults"


def begun(
    marked: str, variables: dict[str, str], arguments: list[str], told: IO[bytes] | None
) -> subprocess.Popen[bytes]:
    inherited = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    command = [sys.executable, "-m", "pytest", FOLDER, "-q", "-n", "0", "-m", marked, *arguments]
    return subprocess.Popen(command, env=inherited | variables, stdout=told, stderr=told and subprocess.STDOUT)


def passed(process: subprocess.Popen[bytes]) -> bool:
    # 5: nothing was asked for, as where the arguments name tests of the other kind.
    return process.wait() in {0, 5}


def main(arguments: list[str]) -> int:
    missing = [name for what in ("postgres", "redis") for name in PROGRAMS[what] if not program(name)]
    if missing:
        sentence = f"make faults: {', '.join(missing)} not found on this machine, so nothing was broken."
        sys.stdout.write(sentence + "\n")
        return 1 if required() & {"postgres", "redis"} else 0
    with Postgres() as postgres, Redis() as redis, TemporaryFile() as told:
        address = postgres.database("sigma", superuser=True)
        variables = {"DATABASE_URL": address, "REDIS_URL": redis.url, "BOTH_WAYS": "1"}
        with begun("slow and not faults", variables, arguments, told) as statements:
            with begun("faults", {}, arguments, None) as servers:
                broken = passed(servers)
            whole = passed(statements)
        told.seek(0)
        sys.stdout.write(told.read().decode(errors="replace"))
    sys.stdout.write(f"make faults: servers broken {'passed' if broken else 'FAILED'}, ")
    sys.stdout.write(f"statements and workers {'passed' if whole else 'FAILED'}\n")
    return 0 if broken and whole else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
