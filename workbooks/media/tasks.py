"""What becomes of thumbnails by the clock."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from config.storage.sweeping import sweep
from workbooks.catalog.queries import thumbnails_in_use
from workbooks.media import services


@job("workbooks.media.sweep_thumbnails", every=timedelta(days=1))
def sweep_thumbnails() -> dict[str, int]:
    """Remove files that are no workbook's thumbnail, and uploads that nobody confirmed."""
    return sweep(services.KIND, thumbnails_in_use)
