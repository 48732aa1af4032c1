"""`manage.py seed_demo`: a small community to look around in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.errors import DomainError
from workbooks import demo


class Command(BaseCommand):
    help = "Fill an empty installation with a small community; the passwords are printed once and kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where anything is here already")
        parser.add_argument("--anyway", action="store_true", help="seed although something is here already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["anyway"] and not demo.is_empty():
            if options["if_empty"]:
                return
            raise CommandError("The database is not empty. Say --anyway to seed it all the same.")
        try:
            made = demo.seed()
        except DomainError as error:
            reasons = "; ".join(f"{each.field}: {each.message}" for each in error.errors) or error.message
            raise CommandError(f"The demo was not made: {reasons}") from None
        self.stdout.write("The demo is in: " + ", ".join(f"{number} {name}" for name, number in made.counts.items()))
        self.stdout.write("These passwords are shown this once:")
        for role, username, password in made.passwords:
            self.stdout.write(f"  {role:<10} {username:<16} {password}")
