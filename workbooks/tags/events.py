"""What the tags tell."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class TagsMerged(Event, wire="tag.merged", subject="into"):
    """The tag of the slug `gone` is part of the tag `into` from now on; its slug stays as a synonym."""

    actor_id: UUID | None
    gone: str
    into: str
