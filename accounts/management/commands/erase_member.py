"""Delete an account for a member who asked for it by another way than the platform."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.privacy import queries, services
from accounts.privacy.choices import Content
from accounts.users.queries import user_by_id, user_by_username
from config.errors import DomainError

if TYPE_CHECKING:
    from accounts.users.models import User


class Command(BaseCommand):
    """As the member's own deletion: the account closes at once and is erased after the grace, or now."""

    help = "Close the account USERNAME and have it erased after the grace, or with --now at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="a username, or the id of an account")
        parser.add_argument(
            "--content", choices=Content.values, default=Content.ERASE.value, help="what they published"
        )
        parser.add_argument("--now", action="store_true", help="no grace: erase here and now, for good")
        parser.add_argument("--reason", default="", help="kept in the audit until the erasure")
        parser.add_argument("--yes", action="store_true", help="do not ask for the username once more")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, tell the rows by model")

    def handle(self, *args: Any, **options: Any) -> None:
        user = _account(options["username"])
        if user is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        if options["dry_run"]:
            keeps = options["content"] == Content.REASSIGN
            for label, number in sorted(services.rows_left(queries.person_of(user.pk, keeps_content=keeps)).items()):
                self.stdout.write(f"{label}: {number}")
            return
        what = "erase for good" if options["now"] else "close and later erase"
        if not options["yes"] and input(f"Type {user.username} to {what} that account: ") != user.username:
            raise CommandError("Nothing was done.")
        grace = timedelta() if options["now"] else None
        try:
            deletion = services.request_deletion(
                user_id=user.pk, content=options["content"], actor=None, grace=grace, reason=options["reason"]
            )
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        if not options["now"]:
            self.stdout.write(f"{user.username} is closed, and will be erased after {deletion.due_at.isoformat()}.")
            return
        if not services.erase(services.due_now(deletion.pk)):
            raise CommandError("Another process is erasing it, or its grace is not over.")
        self.stdout.write(f"{options['username']} is erased.")


def _account(name: str) -> User | None:
    """The account of that name or id: of what a backup brought back, the audit knows the ids alone."""
    try:
        return user_by_id(UUID(name))
    except ValueError:
        return user_by_username(name)
