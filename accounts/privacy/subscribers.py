"""An export that was asked for is a job, since it takes a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.privacy import tasks
from accounts.privacy.events import ExportRequested
from config.events import subscribe

if TYPE_CHECKING:
    from config.events import DomainEvent


@subscribe(ExportRequested, as_="privacy.make_export")
def make_export(event: ExportRequested, *, cause: DomainEvent) -> None:
    """Have the file written; a second run of the job finds it made."""
    tasks.make_export.send(export_id=str(event.export_id))
