"""What a test needs from its machine beside Python: `needs("chromium")` at its beginning, or in its fixture.

Where the thing is not installed, the test is skipped with a sentence that says what is missing. Where the variable
`REQUIRE` lists its name, the test fails instead, so that a proof which must be there cannot fall silent; `.ci/run`
says `REQUIRE=all`, and `REQUIRE=node,chromium make test` requires some of

    node      node and npm on the PATH
    chromium  chromium or chromium-browser on the PATH, or where `CHROMIUM` says
    postgres  PostgreSQL's own programs (initdb, pg_ctl, postgres), for tests that start a server for themselves
    redis     redis-server on the PATH, for the same
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


class UnknownNeedError(LookupError):
    """`needs` was asked for, or `REQUIRE` lists, what this module does not know."""


def needs(what: str) -> None:
    """Skip the test where `what` is not installed; fail it where `REQUIRE` lists it."""
    missing = _missing(what)
    if not missing:
        return
    sentence = f"needs {what}: {', '.join(missing)} not found on this machine"
    if what in required():
        pytest.fail(f"{sentence}, and REQUIRE lists {what}", pytrace=False)
    pytest.skip(sentence)


def required() -> frozenset[str]:
    """The names that `REQUIRE` lists."""
    listed = {name.strip() for name in os.environ.get("REQUIRE", "").split(",") if name.strip()}
    if "all" in listed:
        return frozenset(PROGRAMS)
    if unknown := listed - set(PROGRAMS):
        raise UnknownNeedError(f"REQUIRE lists {sorted(unknown)}; known are {sorted(PROGRAMS)} and all.")
    return frozenset(listed)


def program(name: str) -> str:
    """Where a program is; empty where it is not installed."""
    if name == "chromium":
        return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
    if name in PROGRAMS["postgres"]:
        return shutil.which(name, path=os.pathsep.join(map(str, postgres_folders()))) or ""
    return shutil.which(name) or ""


def postgres_folders() -> list[Path]:
    """Where PostgreSQL's own programs may be: Debian keeps them off the PATH, newest version first."""
    folders = []
    if told := shutil.which("pg_config"):
        said = subprocess.run([told, "--bindir"], capture_output=True, text=True, check=False)
        folders += [Path(said.stdout.strip())] if said.returncode == 0 else []
    versions = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()]
    folders += sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    return folders + [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]


PROGRAMS: dict[str, tuple[str, ...]] = {
    "node": ("node", "npm"),
    "chromium": ("chromium",),
    "postgres": ("initdb", "pg_ctl", "postgres"),
    "redis": ("redis-server",),
}


def _missing(what: str) -> list[str]:
    if what not in PROGRAMS:
        raise UnknownNeedError(f"Nobody knows how to look for {what}; known are {sorted(PROGRAMS)}.")
    return [name for name in PROGRAMS[what] if not program(name)]
