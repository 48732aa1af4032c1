"""Publish a version of a document that members are asked to agree to."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.privacy import services
from accounts.privacy.choices import ConsentKind


class Command(BaseCommand):
    """One that stands already stays as it is."""

    help = "Publish VERSION of the document KIND: terms, privacy, marketing, analytics or location."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=ConsentKind.values)
        parser.add_argument("version")
        parser.add_argument("--title", required=True)
        parser.add_argument("--url", default="", help="where it can be read")

    def handle(self, *args: Any, **options: Any) -> None:
        made = services.publish_document(
            kind=options["kind"], version=options["version"], title=options["title"], url=options["url"], actor=None
        )
        self.stdout.write(f"{made.kind} {made.version}: {made.title}")
