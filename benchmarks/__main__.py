"""`make bench` or `python -m benchmarks [events] [reads] …`: prepares the data set, runs, prints one table."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from config.testing.ways import POSTGRES, accepts, listens

DATABASE = "sigma_bench"
ALL = ("events", "reads", "lists", "seeding")


def prepare() -> None:
    """Settings for this process and its servers: PostgreSQL, no limits, quiet logs."""
    import psycopg

    base = (os.environ.get("DATABASE_URL") or POSTGRES).rsplit("/", 1)[0]
    if not (listens(base + "/x", 5432) and accepts(base + "/x")):
        raise SystemExit("make bench needs PostgreSQL: set DATABASE_URL, or start it on its standard local port.")
    with psycopg.connect(base + "/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")
    os.environ |= {
        "DATABASE_URL": f"{base}/{DATABASE}",
        "DATABASE_POOL": "0",
        "STATEMENT_TIMEOUT_MS": "600000",
        "THROTTLES": "off",
        "LOG_LEVEL": "WARNING",
        "SECRET_KEY": "only-for-benchmarks-0123456789-abcdefghijkl",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    os.environ.pop("REDIS_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def main() -> None:
    chosen = [name for name in sys.argv[1:] if name in ALL] or ALL
    prepare()
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Medians of interleaved rounds; ratios are what to compare")
    for column in ("what", "who", "figure", "ratio", "against", "goal", ""):
        table.add_column(column, justify="right" if column in {"figure", "ratio"} else "left")
    console = Console(width=140)
    for name in chosen:
        console.print(f"running {name} …")
        for line in import_module(f"benchmarks.{name}").run():
            ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
            verdict = "" if line.met is None else ("met" if line.met else "[bold]not met[/bold]")
            table.add_row(
                line.what, line.who, f"{line.value:,.3g} {line.unit}", ratio, line.against, line.goal, verdict
            )
    console.print(table)


if __name__ == "__main__":
    main()
