"""Turn an account's second step off, as staff do on the desk: for who has lost what it hangs on."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.mfa import services
from accounts.users.queries import user_by_username
from config.errors import DomainError


class Command(BaseCommand):
    """Every session of the account ends within a second, and its owner is told by mail."""

    help = "Turn the second step of USERNAME off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", default="", help="kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_by_username(options["username"])
        if user is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        try:
            services.turn_off_mfa(user_id=user.pk, actor=None, reason=options["reason"])
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{user.username}: the second step is off.")
