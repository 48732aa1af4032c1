"""`manage.py screening_list RULE FILE`: keep a list of words or hosts in a file, and put it into a rule."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.errors import DomainError
from moderation.screening import services


class Command(BaseCommand):
    help = (
        "Replace the values of a rule by the lines of a file; empty lines and lines that begin with # are passed over. "
        "For reputation lists that come from elsewhere. A live rule takes them at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", help="the rule's name")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = options["file"].read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from None
        values = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        try:
            rule = services.fill_rule(slug=options["rule"], values=values)
        except DomainError as error:
            wrong = "; ".join(f"{each.field}: {each.message}" for each in error.errors)
            raise CommandError(f"{error.message} {wrong}".strip()) from None
        self.stdout.write(f"{rule.slug}: {len(rule.values)} values")
