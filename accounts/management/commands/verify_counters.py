"""Prove the counts kept on profiles, and set them right with --repair."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from accounts.profiles.counters import registered
from accounts.profiles.proof import number_to_prove, wrong_counts
from config.db import unhurried


class Command(BaseCommand):
    """Ends with an error where counts are wrong and stay so."""

    help = "Count anew what profiles keep counts of, name every difference, and repair it with --repair."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set wrong counts right")
        parser.add_argument("--after", type=UUID, metavar="ID", help="go on behind this member, where a run broke off")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = self._walk(options["after"], repair=options["repair"])
        names = ", ".join(registered()) or "none registered"
        if wrong and not options["repair"]:
            raise CommandError(f"{wrong} counts are wrong ({names}); --repair sets them right.")
        self.stdout.write(f"{wrong} counts repaired ({names})." if wrong else f"All counts are right ({names}).")

    def _walk(self, after: UUID | None, *, repair: bool) -> int:
        wrong, last = 0, after
        columns = (TextColumn("members"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as bar, unhurried():
            task = bar.add_task("members", total=number_to_prove(after))

            def read(number: int, member: UUID) -> None:
                nonlocal last
                last = member
                bar.advance(task, number)

            try:
                for found in wrong_counts(repair=repair, after=after, on_batch=read):
                    wrong += 1
                    self.stdout.write(f"{found.counter} of {found.user_id}: kept {found.kept}, counted {found.counted}")
            except (KeyboardInterrupt, OperationalError) as error:
                reason = str(error) or "interrupted"
                raise CommandError(f"Broken off ({reason}). Go on with --after {last}" if last else reason) from None
        return wrong
