"""`manage.py import_graph FILE`: take follows or friendships from elsewhere, two names a line."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from social.graph.errors import UnreadableGraph
from social.graph.importing import FOLLOWS, FRIENDS, Totals, import_edges, lines_of


class Command(BaseCommand):
    help = (
        "Import edges between people: a text file, packed with gzip or not, with two names a line. Who has no account "
        "gets one that nobody has claimed. May be repeated, and goes on where it was interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="kind", choices=[FOLLOWS, FRIENDS], default=FOLLOWS, help="what an edge is (follows)"
        )
        parser.add_argument("--prefix", default="", help="stands before every name: fb- makes fb-107 of 107")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            totals = self._import(options["file"], options["kind"], options["prefix"])
        except (UnreadableGraph, OSError) as error:
            raise CommandError(f"The file cannot be read: {error}") from None
        except OperationalError as error:
            raise CommandError(f"The database broke off: {error}. What is in stays in; run it again.") from None
        self.stdout.write(
            f"{totals.lines} lines: {totals.made} {options['kind']} made, {totals.stood} stood, "
            f"{totals.refused.total()} refused"
        )
        if totals.refused:
            self.stdout.write("refused: " + ", ".join(f"{why} {n}" for why, n in totals.refused.most_common()))

    def _import(self, file: Path, kind: str, prefix: str) -> Totals:
        columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("importing", total=None)
            return import_edges(lines_of(file), kind=kind, prefix=prefix, on_batch=lambda read: bar.advance(task, read))
