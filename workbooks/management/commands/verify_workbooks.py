"""`manage.py verify_workbooks`: prove the counters of workbooks, comments and tags, and repair them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.db import unhurried
from workbooks.engagement.proof import prove_counters
from workbooks.tags.proof import prove_counts


class Command(BaseCommand):
    """Ends with an error where counts are wrong and stay so."""

    help = "Count anew favourites, comments, views, likes and tags, name every difference, and repair it with --repair."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set wrong counts right")

    def handle(self, *args: Any, **options: Any) -> None:
        repair: bool = options["repair"]
        with unhurried():
            wrong = [*prove_counters(repair=repair), *prove_counts(repair=repair)]
        for found in wrong:
            self.stdout.write(f"{found.counter} of {found.thing}: kept {found.kept}, counted {found.counted}")
        if wrong and not repair:
            raise CommandError(f"{len(wrong)} counts are wrong; --repair sets them right.")
        self.stdout.write(f"{len(wrong)} counts repaired." if wrong else "All counts are right.")
