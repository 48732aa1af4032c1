"""Whom a member might want to follow because of their workbooks: who uses the same tags, and who is talked of."""

from __future__ import annotations

from collections import Counter, defaultdict
from uuid import UUID

from config.roles import Viewer
from social.people.suggesting import Suggested
from workbooks.catalog import queries as catalog
from workbooks.engagement import queries as engagement
from workbooks.tags import queries as tags

SHARED_TAGS, TRENDING_AUTHOR = "shared_tags", "trending_author"
_OWN, _TAGS, _A_TAG, _NAMED, _TRENDING = 20, 6, 50, 3, 20


def of_shared_tags(viewer: Viewer, most: int) -> list[Suggested]:
    """The authors of the newest workbooks with the tags that the member follows, uses and favourites most."""
    if viewer.pk is None:
        return []
    liked = _tags_of_taste(viewer, viewer.pk)
    shared: dict[UUID, dict[str, None]] = defaultdict(dict)
    for tag_id, name in liked:
        for _title, author_id in catalog.titles(tags.newest_with(tag_id, _A_TAG)).values():
            shared[author_id][name] = None
    authors = sorted(shared, key=lambda author_id: (-len(shared[author_id]), author_id))[:most]
    return [
        Suggested(author_id, SHARED_TAGS, 0.7, len(names := shared[author_id]), words=tuple(names)[:_NAMED])
        for author_id in authors
    ]


def of_what_is_talked_of(viewer: Viewer, most: int) -> list[Suggested]:
    """The authors of what trends: for whoever is new and follows nobody."""
    rows = catalog.listed(viewer).order_by("-trending_score", "-id").filter(trending_score__gt=0)
    authors = dict.fromkeys(rows.values_list("author_id", flat=True)[: min(most, _TRENDING)])
    return [Suggested(author_id, TRENDING_AUTHOR, 0.1) for author_id in authors]


def _tags_of_taste(viewer: Viewer, member_id: UUID) -> list[tuple[int, str]]:
    """Up to `_TAGS` tags, those that come up most first; a followed one counts as much as three uses."""
    own = catalog.own(viewer).order_by("-listed_at", "-id").values_list("pk", flat=True)[:_OWN]
    carried = tags.carried_by([*own, *engagement.newest_favorites(member_id, _OWN)])
    uses = Counter(tag for found in carried.values() for tag in found)
    for tag in tags.followed(member_id).order_by("-id").values_list("tag_id", "tag__name")[:_OWN]:
        uses[tag] += 3
    return [tag for tag, _number in uses.most_common(_TAGS)]
