"""Give an account a role, as the administration API does."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.users import services
from accounts.users.queries import user_by_username
from config.errors import DomainError
from config.roles import Role


class Command(BaseCommand):
    """Takes hold on every running process within a second."""

    help = "Put USERNAME on another rung of the ladder of roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=[role.value for role in Role if role != Role.API_USER])
        parser.add_argument("--reason", default="", help="kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_by_username(options["username"])
        if user is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        before = user.role
        try:
            services.set_role(user_id=user.pk, role=options["role"], actor=None, reason=options["reason"])
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{user.username}: {before} -> {options['role']}")
