"""Of whom a feed is: sources by name, where slices above put theirs.

A source is made of parts, each a set of actors as a queryset of one column; one's own items may be among it. What a
part gives may be larger than what the viewer may see: that is asked of each item. A source without parts is of
everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.presence.queries import sharing_place_with
from config.roles import Viewer
from social.graph import queries as graph

Part = Callable[[Viewer], QuerySet[Any, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """Whose items a feed holds."""

    name: str
    parts: tuple[Part, ...] = ()
    with_own: bool = False
    few: int = 1_500


_sources: dict[str, Source] = {}


def register(name: str, *parts: Part, with_own: bool = False, few: int = 1_500) -> None:
    """Make a source known as `?filter=name`; called when an app is ready, again changes nothing.

    Up to `few` people are each asked for their newest item, which costs a probe for each: fewer where the parts
    themselves are dear to read. Of more, the newest items of all are looked through.
    """
    source = Source(name, parts, with_own, few)
    if _sources.get(name, source) != source:
        raise RuntimeError(f"two slices register the feed {name!r}")
    _sources[name] = source


def source(name: str) -> Source | None:
    """The source of that name."""
    return _sources.get(name)


def names() -> list[str]:
    """The names of all sources."""
    return sorted(_sources)


def followed(viewer: Viewer) -> QuerySet[Any, Any]:
    """Whom the viewer follows."""
    assert viewer.pk is not None
    return graph.followed_by_person(viewer.pk).values_list("followee_id")


def friends(viewer: Viewer) -> QuerySet[Any, Any]:
    """The viewer's friends."""
    return graph.friendships_of(viewer).values_list("friend_id")


def near(viewer: Viewer) -> QuerySet[Any, Any]:
    """Who shares the viewer's region, or else their country, and lets the viewer see where they are."""
    assert viewer.pk is not None
    shown = graph.allowed_by(viewer, "user_id", "user__profile__show_location")
    return sharing_place_with(viewer.pk).filter(shown).values_list("user_id")


def furnish() -> None:
    """Register the sources of this slice."""
    register("all", followed, friends, with_own=True)
    register("following", followed)
    register("friends", friends)
    register("local", near, few=300)


EVERYBODY = Source("global")
