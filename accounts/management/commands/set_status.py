"""Put an account into another state, as the administration API does."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.users import services
from accounts.users.queries import user_by_username
from config.errors import DomainError
from config.roles import Status


class Command(BaseCommand):
    """Takes hold on every running process within a second."""

    help = "Set the state of USERNAME: active, muted, suspended, banned or deactivated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("status", choices=Status.values)
        parser.add_argument("--reason", default="", help="shown to the member and kept in the audit")
        parser.add_argument("--until", default="", help="when muting or suspension ends, as 2027-01-31T12:00:00+00:00")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_by_username(options["username"])
        if user is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        until = None
        if options["until"]:
            try:
                until = datetime.fromisoformat(options["until"])
            except ValueError:
                raise CommandError("--until must be a time such as 2027-01-31T12:00:00+00:00.") from None
            until = until if until.tzinfo else until.replace(tzinfo=UTC)
        before = user.status
        try:
            services.set_status(
                user_id=user.pk, status=options["status"], actor=None, reason=options["reason"], until=until
            )
        except DomainError as refused:
            raise CommandError(refused.errors[0].message if refused.errors else refused.message) from refused
        self.stdout.write(f"{user.username}: {before} -> {options['status']}")
