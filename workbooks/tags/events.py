"""What the tags tell."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class TagsMerged(Event, wire="tag.merged", subject="into"):
    """The tag of the slug `gone` is part of the tag `into` from now on; its slug stays as a synonym."""

    actor_id: UUID | None
    gone: str
    into: str
    gone_id: int = 0


class TagRenamed(Event, wire="tag.renamed", subject="tag"):
    """The tag with this slug goes by another name now; the slug that it had leads to it."""

    actor_id: UUID | None
    tag_id: int
    tag: str


class TagRemoved(Event, wire="tag.removed", subject="tag"):
    """The tag that had this slug is on no workbook any more."""

    actor_id: UUID | None
    tag_id: int
    tag: str


class TagFollowed(Event, wire="tag.followed", subject="tag"):
    """`actor_id` follows the tag from now on."""

    actor_id: UUID
    tag: str


class TagUnfollowed(Event, wire="tag.unfollowed", subject="tag"):
    """`actor_id` follows the tag no longer."""

    actor_id: UUID
    tag: str
