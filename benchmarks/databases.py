"""The data sets: one database a scale, filled by `seed_demo --scale` once and kept; and scratch databases."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from config.testing.ways import POSTGRES

ROOT = Path(__file__).resolve().parent.parent
ASIDE = "benchmark"
"""The schema of what a benchmark needs in a data set for a while (`benchmarks.aside`)."""


def server() -> str:
    """The URL of the database server, without a database."""
    return (os.environ.get("DATABASE_URL") or POSTGRES).rsplit("/", 1)[0]


def name_of(scale: int) -> str:
    return f"sigma_bench_{scale}"


def manage(url: str, *arguments: str) -> str:
    """What a command prints in a process of its own: its memory is nobody else's."""
    return _said_by(["manage.py", *arguments], os.environ | {"DATABASE_URL": url})


def run_module(name: str, *arguments: str) -> str:
    """What a module prints when it is run on the present database, in a process and with settings of its own."""
    return _said_by(["-m", name, *arguments], dict(os.environ))


def _said_by(arguments: list[str], environment: dict[str, str]) -> str:
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    if ended.returncode:
        raise SystemExit(f"benchmark: {' '.join(arguments)} failed:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def make(name: str) -> bool:
    """Make the database; False where there is one."""
    import psycopg

    with psycopg.connect(server() + "/postgres", autocommit=True) as link:
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        link.execute(f"CREATE DATABASE {name}")
        return True


def drop(name: str) -> None:
    import psycopg

    with psycopg.connect(server() + "/postgres", autocommit=True) as link:
        link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def scratch(name: str) -> Iterator[str]:
    """The URL of an empty database with all tables, gone afterwards."""
    drop(name)
    make(name)
    url = f"{server()}/{name}"
    try:
        manage(url, "migrate", "--verbosity", "0")
        yield url
    finally:
        drop(name)


def prepare(scales: list[int], *, fresh: bool = False) -> None:
    """Make the data sets that are not there yet, and bring the schema of those that are up to date."""
    for scale in scales:
        url = f"{server()}/{name_of(scale)}"
        if fresh:
            drop(name_of(scale))
        make(name_of(scale))
        manage(url, "migrate", "--verbosity", "0")
        said = manage(url, "seed_demo", "--scale", str(scale), "--if-empty")
        if said:
            print(f"{name_of(scale)}: {said.splitlines()[-1]}", flush=True)
            print(f"{name_of(scale)}: {', '.join(manage(url, 'rebuild_search').splitlines())}", flush=True)
            vacuum(url)


def vacuum(url: str) -> None:
    """What PostgreSQL does by itself in the hours after so many rows came."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as link:
        link.execute("VACUUM (ANALYZE)")


def present() -> str:
    """The URL of the database that this process works in."""
    return f"{server()}/{connection.settings_dict['NAME']}"


@contextmanager
def using(scale: int) -> Iterator[None]:
    """This process, and the servers that it starts, work in the data set of that scale."""
    before = connection.settings_dict["NAME"]
    connect_to(name_of(scale))
    try:
        yield
    finally:
        connect_to(before)


def connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = f"{server()}/{name}"
