"""Give an account another password, as a reset does: what Django's command of this name is known for."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.auth import services
from accounts.management.commands.createsuperuser import new_password
from accounts.users.queries import user_by_username
from config.errors import DomainError, InvalidInput


class Command(BaseCommand):
    """Every session of the account ends, and the change stands in the audit."""

    help = "Give USERNAME another password and end every session of theirs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--noinput", "--no-input", action="store_true", help="take NEW_PASSWORD, ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_by_username(options["username"])
        if user is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        password = os.environ.get("NEW_PASSWORD", "") if options["noinput"] else new_password()
        try:
            services.replace_password(user_id=user.pk, new_password=password)
        except InvalidInput as refused:
            raise CommandError("\n".join(str(error.message) for error in refused.errors)) from refused
        except DomainError as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(f"{user.username} has a new password; every session of theirs has ended.")
