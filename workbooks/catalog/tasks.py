"""Periodic work of the catalog."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from workbooks.catalog import services


@job("workbooks.catalog.purge_deleted", every=timedelta(hours=6))
def purge_deleted() -> dict[str, int]:
    """Take workbooks deleted over 30 days ago out of the database."""
    return {"purged": services.purge_deleted()}
