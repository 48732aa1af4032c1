"""`events_replay`: owe events again to those who hear them; needed after a subscriber was added or mended."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from config.events import replaying


class Command(BaseCommand):
    help = "Owe events of the log again, by range of ids, name, subscriber or time. What is owed already stays single."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from-id", type=int, help="the first event")
        parser.add_argument("--to-id", type=int, help="the last event")
        parser.add_argument("--since", help="a time such as 2026-11-20T08:00:00Z")
        parser.add_argument("--name", action="append", default=[], help="a wire name; may be given several times")
        parser.add_argument("--subscriber", action="append", default=[], help="to this subscriber alone; repeatable")
        parser.add_argument("--all", action="store_true", help="the whole log, where no range is given")

    def handle(self, *args: Any, **options: Any) -> None:
        since = None
        if options["since"]:
            try:
                since = parse_datetime(options["since"])
            except ValueError:
                since = None
            if since is None:
                raise CommandError("--since must be a time such as 2026-11-20T08:00:00Z.")
            since = since if since.tzinfo else since.replace(tzinfo=UTC)
        narrowed = any(options[name] for name in ("from_id", "to_id", "since", "name", "subscriber"))
        if not narrowed and not options["all"]:
            raise CommandError("Say which events (--from-id, --to-id, --since, --name, --subscriber), or --all.")
        try:
            count = replaying.replay(
                first_id=options["from_id"],
                last_id=options["to_id"],
                since=since,
                names=options["name"],
                subscribers=options["subscriber"],
            )
        except LookupError as error:
            raise CommandError(f"{error}.") from None
        self.stdout.write(f"{count} deliveries are owed again.")
