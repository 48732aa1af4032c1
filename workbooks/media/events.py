"""What the slice tells."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class ThumbnailChanged(Event, wire="workbook.thumbnail_changed", subject="workbook_id"):
    """The workbook has another thumbnail, or none; the files of the stem `replaced` (empty: there were none) may go."""

    actor_id: UUID | None
    workbook_id: UUID
    replaced: str
    has_thumbnail: bool
