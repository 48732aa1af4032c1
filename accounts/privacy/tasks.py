"""The slice by the clock, and the job that writes a file."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from accounts.privacy import services
from config.jobs import job


@job("accounts.privacy.make_export")
def make_export(export_id: str) -> dict[str, int]:
    """Write the file of an export."""
    return services.make_export(UUID(export_id))


@job("accounts.privacy.sweep_exports", every=timedelta(minutes=15))
def sweep_exports() -> dict[str, int]:
    """Remove the files of exports whose time is over."""
    return services.sweep_exports()


@job("accounts.privacy.erase_due", every=timedelta(minutes=10))
def erase_due() -> dict[str, int]:
    """Erase the accounts whose grace is over, and go on where that was broken off."""
    return services.erase_due()
