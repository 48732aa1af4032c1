"""`manage.py probe_embeds`: looks at embedded URLs here and now, or plans that for all that was never looked at."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.management.base import CommandParser as Parser

from workbooks.embeds import queries
from workbooks.embeds import services as embeds
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.framing import services as framing


class Command(BaseCommand):
    """With a URL: looks at it. Without: looks at what is due. With --all: first plans what was never looked at."""

    help = "Look at embedded URLs: one, or those that are due."

    def add_arguments(self, parser: Parser) -> None:
        parser.add_argument("url", nargs="?", help="one URL; without it, a run of what is due")
        parser.add_argument(
            "--all", action="store_true", help="plan the workbooks that were never looked at over the coming week"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["url"]:
            self._look_at(options["url"])
            return
        if options["all"]:
            enlisted = framing.enlist(most=10_000_000, is_imported=False)
            self.stdout.write(f"{enlisted} workbooks are planned for the coming week.")
        counts = embeds.check_links()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()) or "EMBED_PROBES is off.")

    def _look_at(self, url: str) -> None:
        try:
            url = queries.check_url(url).url
        except EmbedUrlRefused as refused:
            raise CommandError(f"{refused.errors[0].message} ({refused.reason})") from None
        embeds.plan_probes([url])
        key = queries.url_key(url)
        embeds.run_probes([key])
        embeds.draw_previews([key])
        seen = queries.probes([key])[key]
        self.stdout.write(f"{url}: {seen.verdict} {' '.join(seen.reasons)}".rstrip())
