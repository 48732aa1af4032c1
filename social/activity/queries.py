"""Reading feeds: entries of a page, and items as things."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from config.entities import Summary
from config.roles import Viewer
from social.activity import reading
from social.activity.causes import stands_in_feeds
from social.activity.grouping import Slice, cut
from social.activity.models import ActivityEvent
from social.activity.seeing import items_visible_to
from social.activity.sources import EVERYBODY, Source

__all__ = ["feed", "global_feed", "item_actor", "item_summaries", "items_visible_to", "stands_in_feeds"]


def feed(
    viewer: Viewer,
    source: Source,
    *,
    limit: int,
    below: UUID | None = None,
    person: UUID | None = None,
    is_grouped: bool = True,
) -> Slice:
    """A page of a feed: up to `limit` entries of what the viewer sees of a source, below an item."""
    items = reading.items(viewer, source, below=below, wanted=limit + 1, person=person, may_be_more=is_grouped)
    return cut(items, limit=limit, is_grouped=is_grouped)


def global_feed(viewer: Viewer, *, limit: int, below: UUID | None = None, is_grouped: bool = True) -> Slice:
    """A page of what everybody does."""
    return feed(viewer, EVERYBODY, limit=limit, below=below, is_grouped=is_grouped)


def item_actor(item_id: UUID) -> UUID | None:
    """Whose item it is; None where there is none."""
    rows = ActivityEvent.objects.filter(pk=item_id, deleted_at__isnull=True)
    return rows.values_list("actor_id", flat=True).first()


def item_summaries(item_ids: Iterable[UUID]) -> dict[UUID, Summary]:
    """How other floors name and link items: by who did what."""
    rows = ActivityEvent.objects.filter(pk__in=list(item_ids)).values_list("pk", "actor__username", "verb", "kind")
    return {
        pk: Summary("activity", pk, f"{username}: {verb} ({kind})", f"/u/{username}")
        for pk, username, verb, kind in rows
    }
