"""`make bench` or `python -m benchmarks [name …]`: makes the data sets, runs, prints one table.

`--scale 10000,100000` (or `SCALE`) says how many members; `--json FILE` keeps the figures; `--fresh` makes the data
sets anew.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.measuring import Line
from config.testing.ways import accepts, listens

ALL = (
    "events", "reads", "lists", "endpoints", "growth", "statements", "searching", "importing", "seeding",
    "cold_start", "crowd", "api_keys", "exports", "images", "embeds", "screening", "moderation", "feeds", "graph",
    "inbox",
    "websocket",
    "delivery",
)  # fmt: skip
SCALES = "10000,100000"


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ALL, []], metavar="name", help=", ".join(ALL))
    parser.add_argument("--scale", default=os.environ.get("SCALE", SCALES), help=f"members, with commas ({SCALES})")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--fresh", action="store_true", help="make the data sets anew")
    return parser.parse_args()


def set_up(scales: list[int], *, fresh: bool) -> None:
    """Settings for this process and its servers: PostgreSQL, no limits, quiet logs; and the data sets."""
    from benchmarks import databases

    os.environ |= {
        "DATABASE_URL": f"{databases.server()}/{databases.name_of(min(scales))}",
        "DATABASE_POOL": "0",
        "STATEMENT_TIMEOUT_MS": "600000",
        "ACCESS_TOKEN_SECONDS": "86400",
        "THROTTLES": "off",
        "LOG_LEVEL": "WARNING",
        "SECRET_KEY": "only-for-benchmarks-0123456789-abcdefghijkl",
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    os.environ.pop("REDIS_URL", None)
    if not (listens(os.environ["DATABASE_URL"], 5432) and accepts(os.environ["DATABASE_URL"])):
        raise SystemExit("make bench needs PostgreSQL: set DATABASE_URL, or start it on its standard local port.")
    databases.prepare(scales, fresh=fresh)
    import django

    django.setup()


def main() -> None:
    options = asked()
    scales = sorted({int(scale) for scale in options.scale.replace("_", "").split(",")})
    set_up(scales, fresh=options.fresh)
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Medians of interleaved rounds; ratios are what to compare")
    for column in ("what", "who", "figure", "ratio", "against", "goal", ""):
        table.add_column(column, justify="right" if column in {"figure", "ratio"} else "left")
    console = Console(width=160)
    figures: dict[str, list[Line]] = {}
    for name in options.names or ALL:
        console.print(f"running {name} …")
        figures[name] = list(import_module(f"benchmarks.{name}").run(scales))
        for line in figures[name]:
            ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
            verdict = "" if line.met is None else ("met" if line.met else "[bold]not met[/bold]")
            figure = f"{line.value:,.3g} {line.unit}" if line.value < 1000 else f"{line.value:,.0f} {line.unit}"
            table.add_row(line.what, line.who, figure, ratio, line.against, line.goal, verdict)
        table.add_section()
    console.print(table)
    if options.json:
        kept = {name: [asdict(line) for line in lines] for name, lines in figures.items()}
        options.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
