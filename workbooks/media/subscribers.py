"""What follows from a changed thumbnail, a hidden or a deleted workbook: files out of use go, whatever it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.events import subscribe
from config.storage import pictures
from workbooks.catalog.events import WorkbookDeleted, WorkbookHidden
from workbooks.media import services
from workbooks.media.events import ThumbnailChanged

if TYPE_CHECKING:
    from config.events import DomainEvent


@subscribe(ThumbnailChanged, as_="media.forget_thumbnail")
def forget_thumbnail(event: ThumbnailChanged, *, cause: DomainEvent) -> None:
    """Remove the files of the thumbnail that was replaced, and have caches drop them."""
    pictures.forget(event.replaced)


@subscribe(WorkbookHidden, as_="media.move_thumbnail")
def move_thumbnail(event: WorkbookHidden, *, cause: DomainEvent) -> None:
    """Take the thumbnail of a hidden workbook away from the addresses that are known."""
    services.move_thumbnail(workbook_id=event.workbook_id)


@subscribe(WorkbookDeleted, as_="media.drop_thumbnail")
def drop_thumbnail(event: WorkbookDeleted, *, cause: DomainEvent) -> None:
    """Take the thumbnail of a deleted workbook away."""
    services.drop_thumbnail(workbook_id=event.workbook_id)
