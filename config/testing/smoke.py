"""A smoke of `make run`: start it as a newcomer would, walk a few answers, stop it with Ctrl-C, start it again.

With `SMOKE_FULL` set it runs on PostgreSQL and Redis, in a database of its own that it makes and drops.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from config.testing import tour
from config.testing.ways import POSTGRES

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "sigma_smoke"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            raw, status = answer.read(), answer.status
    except urllib.error.HTTPError as error:
        raw, status = error.read(), error.code
    try:
        return status, json.loads(raw)
    except ValueError:
        return status, raw.decode(errors="replace")


def start(environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(["make", "run"], cwd=ROOT, env=environment, text=True, start_new_session=True)


def wait_until_ready(port: int, process: subprocess.Popen[str], parts: set[str], seconds: int = 240) -> float:
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if process.poll() is not None:
            raise SystemExit(f"smoke: make run ended with {process.returncode}")
        try:
            status, body = get(f"http://127.0.0.1:{port}/health/ready")
            if status == 200 and all(body["checks"].get(part, {}).get("status") == "ok" for part in parts):
                return time.monotonic() - began
        except OSError:
            pass
        time.sleep(0.3)
    raise SystemExit(f"smoke: not ready within {seconds} s")


def stop(process: subprocess.Popen[str]) -> None:
    """Ctrl-C, as a terminal sends it: to the whole group."""
    os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=45)


def walk(port: int) -> None:
    root = f"http://127.0.0.1:{port}"
    status, page = get(f"{root}/api/v1/workbooks")
    expect(status == 200 and len(page["results"]) >= 6, f"the gallery shows the demo workbooks: {status}")
    status, document = get(f"{root}/api/schema")
    expect(status == 200 and document["openapi"].startswith("3.1"), f"the schema is served: {status}")
    for path in ("/api/docs", "/api/redoc", "/", "/sign-in", "/forgot-password"):
        status, page = get(root + path)
        parts = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', page)
        missing = [part for part in parts if not part.startswith("data:") and get(urljoin(root + path, part))[0] != 200]
        expect(status == 200 and not missing, f"{path} is served, with its {len(parts)} parts {missing or ''}")
    status, problem = get(f"{root}/api/v1/nothing-here")
    expect(status == 404 and problem["code"] == "not_found", "an unknown path is a problem answer")


def prove(port: int, environment: dict[str, str]) -> None:
    """The README's tour, and what must hold within a second."""
    base = f"http://127.0.0.1:{port}"
    expect(tour.run(base) == 0, "the README's tour runs as written")
    settings = environment | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_POOL": "0"}
    ended = subprocess.run([sys.executable, "-m", "config.testing.holding", base], cwd=ROOT, env=settings, check=False)
    expect(ended.returncode == 0, "sign-out, role and suspension hold within a second; a refresh token works once")


def expect(holds: bool, sentence: str) -> None:
    print(("ok    " if holds else "FAILED ") + sentence, flush=True)
    if not holds:
        raise SystemExit(1)


def main() -> int:
    full = bool(os.environ.get("SMOKE_FULL"))
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="sigma-smoke-") as data:
        environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        environment |= {"PORT": str(port), "DATA_DIR": data, "THROTTLES": "off", "LOG_LEVEL": "WARNING"}
        environment["EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
        parts = {"database", "migrations"}
        if full:
            make_database()
            url = POSTGRES.rsplit("/", 1)[0] + f"/{DATABASE}"
            environment |= {"DATABASE_URL": url, "REDIS_URL": "redis://127.0.0.1:6379/8"}
            parts |= {"redis", "worker", "beat"}
        for turn in ("first", "second"):
            process = start(environment)
            try:
                took = wait_until_ready(port, process, parts)
                print(f"ok    {turn} start ready after {took:.1f} s", flush=True)
                walk(port)
                if turn == "second":
                    prove(port, environment)
            finally:
                if process.poll() is None:
                    stop(process)
            expect(process.returncode in {0, 2, -signal.SIGINT, 130}, f"Ctrl-C stops it cleanly ({process.returncode})")
        if full:
            drop_database()
    print("smoke: all good")
    return 0


def make_database() -> None:
    import psycopg

    with psycopg.connect(POSTGRES.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")


def drop_database() -> None:
    import psycopg

    with psycopg.connect(POSTGRES.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
