"""Registration with Django; a row for every declared flag after each `migrate`."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FlagsConfig(AppConfig):
    name = "config.flags"
    label = "flags"
    verbose_name = "Feature flags"

    def ready(self) -> None:
        from config.flags import privacy
        from config.flags.desk import pages

        pages.register()
        privacy.declare()
        post_migrate.connect(_make_rows, sender=self, dispatch_uid="config.flags")


def _make_rows(using: str, **_said: Any) -> None:
    from config.flags.rows import make_rows

    make_rows(using)
