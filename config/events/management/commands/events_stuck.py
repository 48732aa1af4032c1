"""`events_stuck`: what is owed and does not get done, and having it tried again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config import clock
from config.events import queue


class Command(BaseCommand):
    help = "List deliveries that back off or are parked, oldest first; --retry has them tried again at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--subscriber", help="of this subscriber alone")
        parser.add_argument("--id", type=int, action="append", help="this delivery alone; may be given several times")
        parser.add_argument("--limit", type=int, default=50, help="how many to list (50)")
        parser.add_argument("--retry", action="store_true", help="try them again, with all their attempts before them")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = queue.stuck()
        if options["subscriber"]:
            rows = rows.filter(subscriber=options["subscriber"])
        if options["id"]:
            rows = rows.filter(pk__in=options["id"])
        now = clock.now()
        for row in rows[: options["limit"]]:
            wait = "parked" if row.state == "parked" else f"due in {max((row.due_at - now).total_seconds(), 0):.0f} s"
            lines = row.last_error.strip().splitlines()
            reason = "".join(char if char.isprintable() else "?" for char in lines[-1]) if lines else ""
            self.stdout.write(
                f"{row.pk}  {row.subscriber}  {row.event}  {row.subject}  {wait}  attempts {row.attempts}"
                f"  crashes {row.crashes}  {reason}"
            )
        state = queue.backlog()
        self.stdout.write(
            f"owed {state.owed}, of these backing off {state.backing_off}; parked {state.parked};"
            f" the oldest owed is {state.oldest_seconds:.0f} s old"
        )
        if options["retry"]:
            self.stdout.write(f"{queue.retry(rows)} will be tried again.")
