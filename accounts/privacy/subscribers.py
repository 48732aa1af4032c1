"""An export that was asked for is a job, since it takes a while; a consent taken back has what it allowed forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.presence import services as presence
from accounts.privacy import tasks
from accounts.privacy.choices import ConsentKind
from accounts.privacy.events import ConsentWithdrawn, ExportRequested
from config.events import subscribe

if TYPE_CHECKING:
    from config.events import DomainEvent


@subscribe(ExportRequested, as_="privacy.make_export")
def make_export(event: ExportRequested, *, cause: DomainEvent) -> None:
    """Have the file written; a second run of the job finds it made."""
    tasks.make_export.send(export_id=str(event.export_id))


@subscribe(ConsentWithdrawn, as_="privacy.forget_location")
def forget_location(event: ConsentWithdrawn, *, cause: DomainEvent) -> None:
    """Whoever takes back their consent to location everywhere shares no place any more."""
    if event.kind == ConsentKind.LOCATION:
        presence.withdraw_location(user_id=event.user_id)
