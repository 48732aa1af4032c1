"""Writing the streams into their tables, in one transaction, with word of how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from accounts.profiles import bulk as profiles
from accounts.users import bulk as users
from config import bulk, clock
from social.activity import bulk as activity
from social.graph import bulk as graph
from workbooks.catalog import bulk as catalog
from workbooks.embeds.queries import check_url
from workbooks.engagement import bulk as engagement
from workbooks.engagement.services import recompute_trending
from workbooks.scaling import acts, edges, news, people, works
from workbooks.scaling.chance import Chance
from workbooks.scaling.plan import Plan
from workbooks.scaling.words import TAGS
from workbooks.tags import bulk as tags

DAYS = 730
FEWEST, USUAL, MOST = 10, 100_000, 1_000_000
_EVERY = 2_000

Row = TypeVar("Row")
Tell = Callable[[str, int, int | None], None]
"""Told the name of a table, how many rows of it are written, and how many there will be where that is known."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What is asked for: how many members, from which seed, and the moment that the two years end at."""

    members: int
    seed: int
    until: datetime


def seed(scale: Scale, *, is_empty: bool, tell: Tell) -> dict[str, int]:
    """Make the data; returns how many rows of each kind. With `is_empty`, indexes are made after the rows."""
    counts = _fill(scale, is_empty=is_empty, tell=tell)
    tell("trending", 0, None)
    with clock.standing_at(scale.until):
        recompute_trending()
    return counts


def _fill(scale: Scale, *, is_empty: bool, tell: Tell) -> dict[str, int]:
    """The tables, in one transaction. The plan lives no longer than this."""
    plan = Plan(Chance(scale.seed, scale.until, DAYS), scale.members)
    counts: dict[str, int] = {}

    def counted(name: str, rows: Iterable[Row], total: int | None = None) -> Iterator[Row]:
        number = 0
        tell(name, 0, total)
        for number, row in enumerate(rows, 1):
            yield row
            if number % _EVERY == 0:
                tell(name, number, total)
        tell(name, number, number)
        counts[name] = number

    tables = [
        *users.TABLES,
        *profiles.TABLES,
        *graph.TABLES,
        *catalog.TABLES,
        *tags.TABLES,
        *engagement.TABLES,
        *activity.TABLES,
    ]
    with transaction.atomic():
        tag_ids = tags.put_tags(TAGS)
        source_id = check_url(works.URL.format("W", 0)).source.pk
        with bulk.unindexed(tables if is_empty else []):
            users.put_users(counted("members", people.accounts(plan), plan.members))
            graph.put_follows(counted("follows", edges.follows(plan)))
            graph.put_friendships(counted("friendships", edges.friendships(plan)))
            graph.put_blocks(counted("blocks", edges.blocks(plan)))
            graph.put_mutes(counted("mutes", edges.mutes(plan)))
            profiles.put_profiles(counted("profiles", people.profiles(plan), plan.members))
            catalog.put_workbooks(counted("workbooks", works.workbooks(plan, source_id), plan.workbooks))
            tags.put_taggings(counted("taggings", works.taggings(plan, tag_ids)))
            engagement.put_favorites(counted("favourites", acts.favorites(plan), sum(plan.favorites)))
            engagement.put_comments(counted("comments", acts.comments(plan), sum(plan.comments)))
            engagement.put_views(counted("views", acts.views(plan), sum(plan.views)))
            activity.put_items(counted("activities", news.items(plan)))
            tell("indexes", 0, None)
        tags.count_tags(tag_ids)
        bulk.analyse(tables)
    return counts
