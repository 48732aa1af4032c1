"""What becomes of workbooks and of their URLs."""

from __future__ import annotations

from config.events import DomainEvent, subscribe
from workbooks.catalog.events import ListingImported, WorkbookCreated, WorkbookDeleted, WorkbookEdited
from workbooks.embeds.events import EmbedJudged
from workbooks.framing import services, tasks
from workbooks.framing.events import WorkbookUrlLeft


@subscribe(WorkbookCreated, as_="framing.follow_new")
def follow_new(event: WorkbookCreated, *, cause: DomainEvent) -> None:
    services.follow_workbook(workbook_id=event.workbook_id)


@subscribe(WorkbookEdited, as_="framing.follow_edited")
def follow_edited(event: WorkbookEdited, *, cause: DomainEvent) -> None:
    if "embed_url" in event.fields:
        services.follow_workbook(workbook_id=event.workbook_id)


@subscribe(WorkbookUrlLeft, as_="framing.forget_left")
def forget_left(event: WorkbookUrlLeft, *, cause: DomainEvent) -> None:
    services.forget_url(url_key=event.url_key)


@subscribe(WorkbookDeleted, as_="framing.forget_deleted")
def forget_deleted(event: WorkbookDeleted, *, cause: DomainEvent) -> None:
    services.forget_workbook(workbook_id=event.workbook_id)


@subscribe(ListingImported, as_="framing.enlist_imported")
def enlist_imported(event: ListingImported, *, cause: DomainEvent) -> None:
    tasks.enlist.send()


@subscribe(EmbedJudged, as_="framing.tell_authors")
def tell_authors(event: EmbedJudged, *, cause: DomainEvent) -> None:
    services.tell_of_verdict(url_key=event.url_key, verdict=event.verdict)
