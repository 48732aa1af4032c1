"""A migrated database for processes that tests start, made once for each state of the code and copied from then on.

    install(tmp_path)                                                     # then DATA_DIR=tmp_path is an installation

To migrate takes seconds, and dozens of tests start processes on a database of their own.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "var" / "testing"
APPS = ("config", "accounts", "social", "workbooks", "notifications", "moderation", "analytics")
FILE = "sigma.sqlite3"


def install(data_dir: Path) -> None:
    """Put a migrated SQLite database where an installation with that `DATA_DIR` looks for it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_template(), data_dir / FILE)


@cache
def _template() -> Path:
    KEPT.mkdir(parents=True, exist_ok=True)
    wanted = KEPT / f"{_digest()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            _make(wanted)
    return wanted


def _make(path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="sigma-template-") as folder:
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        environment = inherited | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        shutil.copyfile(Path(folder) / FILE, path.with_suffix(".part"))
    path.with_suffix(".part").rename(path)


def _digest() -> str:
    """Of all code that a migration may use."""
    said = hashlib.sha256()
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "tests" not in path.parts:
                said.update(path.read_bytes())
    return said.hexdigest()[:16]
