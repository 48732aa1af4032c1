"""`manage.py rebuild_search`: bring the search indexes up to what is there, anew if asked, and say how they stand."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from config.db import unhurried
from social.people import services as people
from workbooks.discovery import services


class Command(BaseCommand):
    help = (
        "Index for search whatever is not indexed as it is, while the site runs; broken off, it goes on where it was. "
        "With --anew, make every entry anew. With --check, count what is missing or too much, and change nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--anew", action="store_true", help="make every entry anew; found as before until it is")
        how.add_argument("--check", action="store_true", help="count only; ends with an error where anything is amiss")

    def handle(self, *args: Any, **options: Any) -> None:
        with unhurried():
            if options["check"]:
                self._check()
                return
            if options["anew"]:
                services.begin_anew()
                people.begin_anew()
            self._sweep("workbooks", services)
            self._sweep("people", people)

    def _check(self) -> None:
        amiss = 0
        for name, slice_ in (("workbooks", services), ("people", people)):
            missing, superfluous = slice_.missing().count(), slice_.superfluous().count()
            amiss += missing + superfluous
            self.stdout.write(f"{name}: {missing} missing or stale, {superfluous} too many")
        if amiss:
            raise CommandError("The search index is not as it should be; rebuild_search makes it so.")

    def _sweep(self, name: str, slice_: Any) -> None:
        began = perf_counter()
        columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        shown = sys.stderr.isatty()
        with Progress(*columns, console=Console(file=sys.stderr), disable=not shown, transient=True) as bar:
            task = bar.add_task(name, total=slice_.missing().count() if shown else None)
            done = slice_.sweep(tell=lambda number: bar.update(task, completed=number))
        self.stdout.write(f"{name}: {done} indexed in {perf_counter() - began:.1f} s")
