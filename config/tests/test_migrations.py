"""Every migration goes forward, back and forward again with rows in place, on the database of this run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    *("notifications", "workbooks", "moderation", "social", "accounts"),
    *("audit", "events", "jobs", "flags", "host", "api"),
)
DATABASE = "sigma_migrations"

IN_ONE_PROCESS = """
import json, sys
import django
django.setup()
from django.core.management import call_command
for step in json.loads(sys.argv[1]):
    print(step, flush=True)
    call_command(*step)
"""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("migrations")]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where the machine has such a folder: it is not the disk that is tried here."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="sigma-migrations-") as made:
        yield Path(made)


@pytest.fixture
def environment(folder: Path) -> Iterator[dict[str, str]]:
    """A database of its own, of the kind that this run is on."""
    made = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    made |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
        "STATEMENT_TIMEOUT_MS": "60000",
        "DATABASE_POOL": "0",
    }
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        yield made
        return
    import psycopg

    base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        yield made | {"DATABASE_URL": f"{base}/{DATABASE}"}
        connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def numbers(app: str) -> list[str]:
    folder = (
        ROOT / ("config" if app in {"audit", "events", "jobs", "flags", "host", "api"} else "") / app / "migrations"
    )
    return sorted(path.stem for path in folder.glob("0*.py"))


def test_every_migration_reverses_with_rows_in_place(environment: dict[str, str]) -> None:
    migrate = ["migrate", "--verbosity", "0"]
    steps = [migrate, ["seed_demo"]]
    steps += [[*migrate, app, numbers(app)[0]] for app in APPS]
    steps += [migrate, ["verify_counters"]]
    steps += [[*migrate, app, "zero"] for app in APPS]
    steps += [migrate, ["seed_demo"], ["showmigrations"]]
    command = [sys.executable, "-c", IN_ONE_PROCESS, json.dumps(steps)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-1000:] + ended.stderr[-3000:]
    assert "right" in ended.stdout
    assert "[X] 0001_initial" in ended.stdout
    assert "[ ]" not in ended.stdout
