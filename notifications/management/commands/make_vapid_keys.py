"""`manage.py make_vapid_keys`: prints a new key for web push. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from notifications.addresses.vapid import make_keys


class Command(BaseCommand):
    """With another key every browser must subscribe anew: make one once, before the first has."""

    help = "Print a new VAPID key: the private half for VAPID_PRIVATE_KEY, and its public half."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        private, public = make_keys()
        self.stdout.write(f"VAPID_PRIVATE_KEY={private}\n# its public half, which browsers are told: {public}")
