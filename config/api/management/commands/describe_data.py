"""`describe_data`: write the data dictionary and the ERD from the models."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.api.describing import documents


class Command(BaseCommand):
    """For developers, after a change of models; nothing is asked of the database."""

    help = (
        "Write docs/data-dictionary.md and docs/erd.md from the models; with --check, only say whether they are true."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; end with 1 where a document is out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs"
        texts = documents()
        stale = [name for name, text in texts.items() if not _is_written(folder / name, text)]
        if options["check"] and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Write them anew with manage.py describe_data.")
        for name in stale:
            (folder / name).write_text(texts[name], encoding="utf-8")
            self.stdout.write(f"docs/{name} is written.")
        if not stale:
            self.stdout.write("The documents are true to the models.")


def _is_written(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
