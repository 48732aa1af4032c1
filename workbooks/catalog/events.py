"""What the catalog tells: facts and ids. Doing a deed again tells nothing."""

from __future__ import annotations

from uuid import UUID

from config.events import Event, Feed, Thing


class WorkbookCreated(Event, wire="workbook.created", subject="workbook_id"):
    """A draft was made; only its author sees it."""

    actor_id: UUID
    workbook_id: UUID


class WorkbookEdited(Event, wire="workbook.edited", subject="workbook_id"):
    """The author changed these fields of the workbook."""

    actor_id: UUID
    workbook_id: UUID
    fields: list[str]


class WorkbookPublished(
    Event, wire="workbook.published", subject="workbook_id", feed=Feed("published", Thing("workbook", "workbook_id"))
):
    """The workbook was published for the first time."""

    actor_id: UUID
    workbook_id: UUID


class WorkbookRepublished(Event, wire="workbook.republished", subject="workbook_id"):
    """The workbook came back from the archive."""

    actor_id: UUID
    workbook_id: UUID


class WorkbookArchived(Event, wire="workbook.archived", subject="workbook_id"):
    """The author withdrew the workbook; it can be published again."""

    actor_id: UUID
    workbook_id: UUID


class WorkbookDeleted(Event, wire="workbook.deleted", subject="workbook_id"):
    """The author deleted the workbook; it is gone from every surface, and from the database after 30 days."""

    actor_id: UUID
    workbook_id: UUID


class WorkbookRemixed(Event, wire="workbook.remixed", subject="source_id"):
    """`actor_id` made the draft `workbook_id` from the workbook `source_id`. Drafts are nobody else's business, so it
    stands in no feed; its publication does."""

    actor_id: UUID
    workbook_id: UUID
    source_id: UUID


class WorkbookHidden(Event, wire="workbook.hidden", subject="workbook_id"):
    """The workbook was hidden: by moderation, or by screening when it was written, and then nobody did it."""

    actor_id: UUID | None
    workbook_id: UUID


class WorkbookRestored(Event, wire="workbook.restored", subject="workbook_id"):
    """Moderation showed the workbook again."""

    actor_id: UUID | None
    workbook_id: UUID


class WorkbookFeatured(Event, wire="workbook.featured", subject="workbook_id"):
    """A moderator picked the workbook."""

    actor_id: UUID
    workbook_id: UUID


class WorkbookUnfeatured(Event, wire="workbook.unfeatured", subject="workbook_id"):
    """A moderator took the pick back."""

    actor_id: UUID
    workbook_id: UUID


class ListingImported(Event, wire="listing.imported", subject="listing"):
    """A listing was read to its end. Its workbooks are old news, so that none of them tells anything by itself."""

    actor_id: UUID | None
    listing: str
    created: int
    updated: int
    unchanged: int
    refused: int
