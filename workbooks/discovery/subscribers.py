"""What becomes of workbooks and tags reaches the index. Each looks at the rows themselves, so that twice is as once."""

from __future__ import annotations

from config.events import DomainEvent, subscribe
from workbooks.catalog.events import (
    ListingImported,
    WorkbookArchived,
    WorkbookDeleted,
    WorkbookEdited,
    WorkbookHidden,
    WorkbookPublished,
    WorkbookRepublished,
    WorkbookRestored,
)
from workbooks.discovery import services, tasks
from workbooks.tags.events import TagRemoved, TagRenamed, TagsMerged

Happened = (
    WorkbookPublished
    | WorkbookRepublished
    | WorkbookEdited
    | WorkbookArchived
    | WorkbookDeleted
    | WorkbookHidden
    | WorkbookRestored
)


@subscribe(
    WorkbookPublished,
    WorkbookRepublished,
    WorkbookEdited,
    WorkbookArchived,
    WorkbookDeleted,
    WorkbookHidden,
    WorkbookRestored,
    as_="discovery.index",
)
def index(event: Happened, *, cause: DomainEvent) -> None:
    services.index_workbooks(workbook_ids=[event.workbook_id])


@subscribe(TagRenamed, TagRemoved, as_="discovery.tag_changed")
def tag_changed(event: TagRenamed | TagRemoved, *, cause: DomainEvent) -> None:
    services.mark_tag_stale(tag_id=event.tag_id)
    tasks.sweep.send()


@subscribe(TagsMerged, as_="discovery.tags_merged")
def tags_merged(event: TagsMerged, *, cause: DomainEvent) -> None:
    services.mark_tag_stale(tag_id=event.gone_id)
    tasks.sweep.send()


@subscribe(ListingImported, as_="discovery.listing_imported")
def listing_imported(event: ListingImported, *, cause: DomainEvent) -> None:
    tasks.sweep.send()
