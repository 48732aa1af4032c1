"""`manage.py screening_rules`: what texts are judged by; `--ship` adds the shipped rules that are missing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from moderation.screening import services
from moderation.screening.queries import all_rules, caught_by


class Command(BaseCommand):
    help = "List the screening rules with what each caught in 30 days. --ship adds the shipped rules that are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ship", action="store_true", help="add the shipped rules that are missing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["ship"]:
            added = services.ship_rules()
            self.stdout.write(f"added: {', '.join(added) or 'none'}")
        rules = list(all_rules())
        caught = caught_by([rule.pk for rule in rules])
        for rule in rules:
            told = f"{rule.state:8} {rule.sort:11} {rule.outcome:7} {caught.get(rule.pk, 0):8} {rule.slug}"
            self.stdout.write(told)
