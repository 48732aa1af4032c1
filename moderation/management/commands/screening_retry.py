"""`manage.py screening_retry`: ask the hosted analyser anew about all that waits for it or was given up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from moderation.screening import services


class Command(BaseCommand):
    help = "Have every text that waits for the hosted analyser, or was given up, asked about again by the next job."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"due again: {services.retry_analyses()}")
