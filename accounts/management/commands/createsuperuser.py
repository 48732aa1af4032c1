"""Make an administrator, by the rules of registration: what Django's command of this name is known for."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.auth import services
from config.errors import DomainError, InvalidInput


class Command(BaseCommand):
    """Asks for what is not given; with `--noinput` takes the password from `DJANGO_SUPERUSER_PASSWORD`."""

    help = "Make an account with the role admin; its address counts as proven."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="")
        parser.add_argument("--email", default="")
        parser.add_argument("--noinput", "--no-input", action="store_true", help="ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        asks = not options["noinput"]
        username = options["username"] or (input("Username: ") if asks else "")
        email = options["email"] or (input("E-mail address: ") if asks else "")
        password = new_password() if asks else os.environ.get("DJANGO_SUPERUSER_PASSWORD", "")
        try:
            user = services.install_admin(username=username, email=email, password=password)
        except InvalidInput as refused:
            raise CommandError("\n".join(f"{error.field}: {error.message}" for error in refused.errors)) from refused
        except DomainError as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(f"{user.username} is an administrator and can sign in at /sign-in.")


def new_password() -> str:
    """A password asked for twice at the terminal."""
    password = getpass("Password: ")
    if getpass("Password again: ") != password:
        raise CommandError("The two were not the same; nothing was changed.")
    return password
