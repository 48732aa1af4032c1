"""The shipped sources for tests with transactions of their own: the flush between those takes migrated rows away."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from workbooks.embeds.models import EmbedSource


def ship_sources() -> None:
    """Have the sources of the data migration in the database again."""
    if not EmbedSource.objects.exists():
        import_module("workbooks.migrations.0002_embed_sources").ship(apps, None)
