"""What is told of a workbook's frame."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class WorkbookEmbedBroken(Event, wire="workbook.embed_broken", subject="workbook_id"):
    """The workbook cannot be shown any more: `verdict` says why. Told once a break."""

    workbook_id: UUID
    author_id: UUID
    verdict: str


class WorkbookEmbedRestored(Event, wire="workbook.embed_restored", subject="workbook_id"):
    """The workbook can be shown again."""

    workbook_id: UUID
    author_id: UUID


class WorkbookUrlLeft(Event, wire="workbook.url_left", subject="workbook_id"):
    """The workbook has another URL; what was seen at the one with this key may go, if nothing else uses it."""

    workbook_id: UUID
    url_key: str
