"""`manage.py seed_demo`: a small community to look around in, or with `--scale` one of up to a million members."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from config import clock
from config.errors import DomainError
from config.host.measuring import peak_memory
from workbooks import demo
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.scaling import seeding


class Command(BaseCommand):
    help = (
        "Fill an empty installation with a small community; the passwords are printed once and kept nowhere. With "
        "--scale, with N members whom nobody can sign in as, and two years of what they did."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where anything is here already")
        parser.add_argument("--anyway", action="store_true", help="seed although something is here already")
        parser.add_argument(
            "--scale",
            type=int,
            nargs="?",
            const=seeding.USUAL,
            metavar="N",
            help=f"how many members, {seeding.FEWEST} to {seeding.MOST} (without a number {seeding.USUAL})",
        )
        parser.add_argument("--seed", type=int, default=1, help="with --scale: the same seed makes the same data (1)")
        parser.add_argument(
            "--until", metavar="DAY", help="with --scale: the day that the two years end with, as 2026-11-20 (today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_empty = demo.is_empty()
        if not options["anyway"] and not is_empty:
            if options["if_empty"]:
                return
            raise CommandError("The database is not empty. Say --anyway to seed it all the same.")
        if options["scale"] is not None:
            self._seed_scale(_scale(**options), is_empty=is_empty)
        else:
            self._seed_small()

    def _seed_small(self) -> None:
        try:
            made = demo.seed()
        except DomainError as error:
            reasons = "; ".join(f"{each.field}: {each.message}" for each in error.errors) or error.message
            raise CommandError(f"The demo was not made: {reasons}") from None
        self.stdout.write("The demo is in: " + ", ".join(f"{number} {name}" for name, number in made.counts.items()))
        self.stdout.write("These passwords are shown this once:")
        for role, username, password in made.passwords:
            self.stdout.write(f"  {role:<10} {username:<16} {password}")

    def _seed_scale(self, scale: seeding.Scale, *, is_empty: bool) -> None:
        began = perf_counter()
        try:
            with _bars() as tell:
                counts = seeding.seed(scale, is_empty=is_empty, tell=tell)
        except IntegrityError as error:
            raise CommandError(f"Nothing was seeded; something like it is here already: {error}") from None
        except EmbedUrlRefused:
            raise CommandError("Nothing was seeded: no source in use takes the URLs of Tableau Public.") from None
        took, rows = perf_counter() - began, sum(counts.values())
        self.stdout.write("The demo is in: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
        peak = peak_memory()
        memory = "" if peak is None else f"; {peak} MiB at most"
        self.stdout.write(f"{rows} rows in {took:.1f} s, {rows / took:.0f} a second{memory}")


def _scale(*, scale: int, seed: int, until: str | None, **_options: Any) -> seeding.Scale:
    if not seeding.FEWEST <= scale <= seeding.MOST:
        raise CommandError(f"--scale must be a whole number from {seeding.FEWEST} to {seeding.MOST}.")
    if not 0 <= seed < 2**32:
        raise CommandError("--seed must be a whole number from 0 to 4294967295.")
    try:
        day = datetime.strptime(until, "%Y-%m-%d").replace(tzinfo=UTC).date() if until else clock.now().date()
    except ValueError:
        raise CommandError("--until must be a day, as 2026-11-20.") from None
    if not 2000 <= day.year < 2200:
        raise CommandError("--until must lie between the years 2000 and 2200.")
    return seeding.Scale(members=scale, seed=seed, until=datetime.combine(day, time(), UTC))


@contextmanager
def _bars() -> Iterator[seeding.Tell]:
    """A bar for each table, where a person looks on."""
    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as progress:
        tasks: dict[str, Any] = {}

        def tell(name: str, done: int, total: int | None) -> None:
            if name not in tasks:
                for task in tasks.values():
                    progress.stop_task(task)
                tasks[name] = progress.add_task(name, total=total)
            progress.update(tasks[name], completed=done, total=total)

        yield tell
