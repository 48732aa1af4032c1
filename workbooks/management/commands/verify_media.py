"""`manage.py verify_media`: avatars and thumbnails against the files of the store."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.profiles import avatars
from accounts.profiles import queries as profiles
from config.images import AVATAR, THUMBNAIL
from config.storage.sweeping import missing, unused
from workbooks.catalog import queries as catalog
from workbooks.media import services as media

SHOWN = 100


class Command(BaseCommand):
    help = "Compare avatars and thumbnails with the files of the store; ends with 1 where a file is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unused", action="store_true", help="name files that no row names, too")

    def handle(self, *args: Any, **options: Any) -> None:
        lost = 0
        kinds = (
            (avatars.KIND, profiles.avatars, AVATAR, profiles.avatars_in_use),
            (media.KIND, catalog.thumbnails, THUMBNAIL, catalog.thumbnails_in_use),
        )
        for kind, stems, variants, in_use in kinds:
            for key in missing(stems(), variants):
                lost += 1
                if lost <= SHOWN:
                    self.stdout.write(f"missing: {key}")
            if options["unused"]:
                for key in islice(unused(kind, in_use), SHOWN):
                    self.stdout.write(f"unused: {key}")
        if lost:
            raise CommandError(f"{lost} files are missing.")
        self.stdout.write("Every file is there.")
