"""`manage.py backfill_feed`: make the items of feeds from the event log, as far as they are missing."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from config.db import unhurried
from social.activity import services


class Command(BaseCommand):
    """May be stopped anywhere: what was done stays, and `--after` goes on from there."""

    help = "Read the event log and make the items of feeds that are missing; what was taken back is taken back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="EVENT", help="go on behind this event")

    def handle(self, *args: Any, **options: Any) -> None:
        done: int = options["after"]
        if done < 0:
            raise CommandError("--after must be the number of an event, or 0.")
        changed = 0
        columns = (TextColumn("events"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(file=sys.stderr)
        try:
            with unhurried(), Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
                task = bar.add_task("events", total=None)
                for progress in services.backfill(after=done):
                    done, changed = progress.done, progress.changed
                    bar.update(task, completed=done, total=progress.last)
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. Go on with --after {done}.") from None
        self.stdout.write(f"The log was read up to event {done}: {changed} items came or went.")
