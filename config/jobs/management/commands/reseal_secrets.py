"""`manage.py reseal_secrets`: puts every secret at rest under the first of `ENCRYPTION_KEYS`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.management.base import CommandParser as Parser

from config.secrets import CannotBeOpened, make_key, resealers


class Command(BaseCommand):
    """After a new key was put in front of the others; afterwards those can be taken out."""

    help = "Put every secret at rest under the first of ENCRYPTION_KEYS."

    def add_arguments(self, parser: Parser) -> None:
        parser.add_argument("--new-key", action="store_true", help="only print a new key for ENCRYPTION_KEYS")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self.stdout.write(make_key())
            return
        for name, reseal_all in resealers().items():
            try:
                count = reseal_all()
            except CannotBeOpened as error:
                raise CommandError(
                    f"{name}: a secret cannot be opened with ENCRYPTION_KEYS ({error}); put back the key it was sealed "
                    "with. What came before it is done."
                ) from None
            self.stdout.write(f"{name}: {count} under the first key.")
