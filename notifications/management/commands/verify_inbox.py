"""Prove the unread counts of inboxes, and set them right with --repair."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from config.db import unhurried
from notifications.inbox.proof import wrong_counts


class Command(BaseCommand):
    """Ends with an error where counts are wrong and stay so."""

    help = "Count unread notifications anew, name every difference, and repair it with --repair."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set wrong counts right")
        parser.add_argument("--after", type=UUID, metavar="ID", help="go on behind this member, where a run broke off")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        with unhurried():
            for found in wrong_counts(repair=options["repair"], after=options["after"]):
                wrong += 1
                named = found.type or "all"
                self.stdout.write(f"{named} of {found.member_id}: kept {found.kept}, counted {found.counted}")
        if wrong and not options["repair"]:
            raise CommandError(f"{wrong} counts are wrong; --repair sets them right.")
        self.stdout.write(f"{wrong} counts repaired." if wrong else "All counts are right.")
