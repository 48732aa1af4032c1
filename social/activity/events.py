"""What activity tells: what a client tracked, and what becomes of items."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class ActivityTracked(Event, wire="activity.tracked", subject="thing_id"):
    """A client says that its member did `verb` to the thing; `via` is a word for how."""

    actor_id: UUID
    verb: str
    kind: str
    thing_id: UUID
    visibility: str
    via: str = ""


class ActivityDeleted(Event, wire="activity.deleted", subject="item_id"):
    """A member took an item of their own off."""

    actor_id: UUID
    item_id: UUID


class ActivityFlagged(Event, wire="activity.flagged", subject="item_id"):
    """A member flagged an item."""

    actor_id: UUID
    item_id: UUID


class ActivityHidden(Event, wire="activity.hidden", subject="item_id"):
    """An item was hidden: by somebody, or by flags and moderation's own ways (nobody)."""

    actor_id: UUID | None
    item_id: UUID


class ActivityRestored(Event, wire="activity.restored", subject="item_id"):
    """A hidden item stands again, or a flagged one was let stand."""

    actor_id: UUID | None
    item_id: UUID


class ActivityPinned(Event, wire="activity.pinned", subject="item_id"):
    """An item was pinned: it outlasts its age."""

    actor_id: UUID | None
    item_id: UUID


class ActivityUnpinned(Event, wire="activity.unpinned", subject="item_id"):
    """A pinned item is like any other again."""

    actor_id: UUID | None
    item_id: UUID
