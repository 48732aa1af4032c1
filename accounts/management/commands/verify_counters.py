"""Prove the counts kept on profiles, and set them right with --repair."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.profiles.counters import registered
from accounts.profiles.proof import verify_counters
from config.db import unhurried


class Command(BaseCommand):
    """Ends with an error where counts are wrong and stay so."""

    help = "Count anew what profiles keep counts of, name every difference, and repair it with --repair."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set wrong counts right")

    def handle(self, *args: Any, **options: Any) -> None:
        with unhurried():
            wrong = verify_counters(repair=options["repair"])
        for found in wrong:
            self.stdout.write(f"{found.counter} of {found.user_id}: kept {found.kept}, counted {found.counted}")
        names = ", ".join(registered()) or "none registered"
        if wrong and not options["repair"]:
            raise CommandError(f"{len(wrong)} counts are wrong ({names}); --repair sets them right.")
        self.stdout.write(f"{len(wrong)} counts repaired ({names})." if wrong else f"All counts are right ({names}).")
