"""`manage.py import_workbooks FILE.csv`: take a listing of workbooks from elsewhere."""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from workbooks.catalog.errors import WrongListing
from workbooks.catalog.importing import BATCH, Listing, Refusal, Totals, import_listing, open_listing


class Command(BaseCommand):
    help = (
        "Import a listing of workbooks: CSV in UTF-8 with the columns author, title and url, and views, favorites, "
        "tags, description and published_at if there. May be repeated, and goes on where it was interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="try everything, keep nothing")
        parser.add_argument("--batch", type=int, default=BATCH, help=f"rows in one transaction, 1 to 5000 ({BATCH})")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["batch"] <= 5_000:
            raise CommandError("--batch must be a whole number from 1 to 5000.")
        # What is imported once stays: the collector need not walk through it for every few thousand rows.
        gc.freeze()
        try:
            listing = open_listing(options["file"])
        except (WrongListing, OSError) as error:
            raise CommandError(str(error)) from None
        if listing.unknown:
            names = ", ".join(name or "(no name)" for name in listing.unknown)
            self.stdout.write(f"columns passed over: {names}")
        reasons: Counter[str] = Counter()
        try:
            totals = self._import(listing, reasons, **options)
        except OperationalError as error:
            raise CommandError(f"The database broke off: {error}. What is in stays in; run it again.") from None
        self._sum_up(totals, reasons, dry_run=options["dry_run"])

    def _import(self, listing: Listing, reasons: Counter[str], **options: Any) -> Totals:
        with Progress(
            TextColumn("importing"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            disable=not sys.stderr.isatty(),
            transient=True,
        ) as bar:
            task = bar.add_task("importing", total=listing.size)

            def refused(refusal: Refusal) -> None:
                reasons[refusal.reason] += 1
                self.stdout.write(f"line {refusal.line}: {refusal.reason}: {refusal.detail}")

            return import_listing(
                listing,
                batch_size=options["batch"],
                dry_run=options["dry_run"],
                on_refusal=refused,
                on_progress=lambda read: bar.advance(task, read),
            )

    def _sum_up(self, totals: Totals, reasons: Counter[str], *, dry_run: bool) -> None:
        if reasons:
            self.stdout.write("refused for: " + ", ".join(f"{reason} {n}" for reason, n in reasons.most_common()))
        self.stdout.write(
            f"{'dry run, nothing kept: ' if dry_run else ''}{totals.rows} rows: {totals.created} created, "
            f"{totals.updated} updated, {totals.unchanged} unchanged, {totals.refused} refused"
        )
