"""Write all that is kept about a member to a file, for a request that came by another way than the platform."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.privacy import queries, services
from accounts.users.queries import user_by_username
from config.errors import DomainError
from config.privacy import Export, declarations, rows_of


class Command(BaseCommand):
    """The audit keeps that it was done, and why."""

    help = "Write the export of USERNAME to --to FILE, or tell with --dry-run how many rows it would hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--to", default="", help="the file to write; it must not be there yet")
        parser.add_argument("--reason", default="", help="kept in the audit")
        parser.add_argument("--yes", action="store_true", help="do not ask for the username once more")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, tell the counts by model")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_by_username(options["username"])
        if user is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        if options["dry_run"]:
            return self._tell(user.pk)
        path = Path(options["to"]) if options["to"] else None
        if path is None or path.exists():
            raise CommandError("--to must name a file that is not there yet.")
        if not options["yes"] and input(f"Type {user.username} to export that account: ") != user.username:
            raise CommandError("Nothing was done.")
        try:
            path.touch(mode=0o600, exist_ok=False)
            written = services.export_to(path, user_id=user.pk, actor=None, reason=options["reason"])
        except (OSError, DomainError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {written.rows} rows of {user.username}, {path.stat().st_size} bytes")
        return None

    def _tell(self, user_id: Any) -> None:
        person = queries.person_of(user_id)
        for declared in sorted(declarations(), key=lambda each: each.label):
            if isinstance(declared.export, Export):
                of = declared.export.of or declared.of
                number = declared.model._base_manager.filter(rows_of(of, person)).count()
                if number:
                    self.stdout.write(f"{declared.label}: {number}")
