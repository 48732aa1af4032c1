"""Inserting a row that may stand already."""

from __future__ import annotations

from django.db import models


def insert_once(row: models.Model) -> bool:
    """Insert `row`; False where a row like it stood already. The unique constraint decides, whoever comes first."""
    manager = type(row)._default_manager
    manager.bulk_create([row], ignore_conflicts=True)
    return manager.filter(pk=row.pk).exists()
