"""`make test`: runs the suite in every way this machine can, and says in one line which.

Embedded (SQLite in memory) always; full (PostgreSQL and Redis) when `DATABASE_URL` and `REDIS_URL` are set, or both are
found on their standard local ports. What looks the same in both, pages in Chromium above all, runs in the embedded way
alone, and long random trials in the full way alone where there is one, unless `BOTH_WAYS=1`. `--require-full` fails
where they are away; `--only-full` leaves embedded out.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

POSTGRES = "postgres://postgres@127.0.0.1:5432/sigma"
REDIS = "redis://127.0.0.1:6379/9"
FULL_FOLLOWS = "FULL_WAY_FOLLOWS"
"""Set for the embedded way where the full one comes after it: what is marked `deep` is left to that."""


def listens(url: str, port: int) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), timeout=1):
            return True
    except OSError:
        return False


def accepts(url: str) -> bool:
    """Whether that PostgreSQL lets us in at all (the test database is made beside the one named)."""
    import psycopg

    try:
        psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def run(way: str, variables: dict[str, str], arguments: list[str]) -> bool:
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    print(f"\n== {way} ==", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *arguments]
    return subprocess.run(command, env=environment | variables, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    require_full, only_full = "--require-full" in arguments, "--only-full" in arguments
    arguments = [argument for argument in arguments if argument not in {"--require-full", "--only-full"}]
    postgres, redis = os.environ.get("DATABASE_URL") or POSTGRES, os.environ.get("REDIS_URL") or REDIS
    full = listens(postgres, 5432) and accepts(postgres) and listens(redis, 6379)
    if not full and (require_full or only_full):
        print("make test: PostgreSQL and Redis are away, and this run needs them.")
        return 1
    ran: dict[str, bool] = {}
    if not only_full:
        following = {FULL_FOLLOWS: "1"} if full else {}
        ran["embedded (SQLite in memory)"] = run("embedded: SQLite in memory", following, arguments)
    if full:
        variables = {"DATABASE_URL": postgres, "REDIS_URL": redis}
        ran["full (PostgreSQL and Redis)"] = run("full: PostgreSQL and Redis", variables, arguments)
    missing = "" if full else "; full (PostgreSQL and Redis) did not run, they are not on this machine"
    print("make test ran " + ", ".join(f"{way}: {'passed' if ok else 'FAILED'}" for way, ok in ran.items()) + missing)
    return 0 if all(ran.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
