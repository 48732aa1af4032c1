"""Suggestions from the graph: friends of friends, whom those follow whom one follows, and who follows one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from config.roles import Viewer
from social.graph import nearby
from social.graph import queries as graph
from social.people.suggesting import MUTUAL_FRIENDS, Suggested

FOLLOWED_BY, FOLLOWS_YOU = "followed_by", "follows_you"
_NEAREST = 100


def friends_of_friends(viewer: Viewer, most: int) -> list[Suggested]:
    """Whom the viewer's friends have as friends; of those alone who show their friends to the viewer."""
    near = _shown(graph.friendships_of(viewer), viewer, "friend", "show_friends")
    found = nearby.friends_of(near, most)
    telling = _not_closed(found)
    return [
        Suggested(each.person_id, MUTUAL_FRIENDS, 3.0, each.number, (each.via,))
        for each in found
        if each.person_id in telling
    ]


def followed_by_followed(viewer: Viewer, most: int) -> list[Suggested]:
    """Whom those follow whom the viewer follows; of those alone whose profile is open to the viewer."""
    near = _shown(graph.followed_by_person(viewer.pk), viewer, "followee", "show_profile") if viewer.pk else []
    return [
        Suggested(each.person_id, FOLLOWED_BY, 1.0, each.number, (each.via,)) for each in nearby.followed_by(near, most)
    ]


def followers(viewer: Viewer, most: int) -> list[Suggested]:
    """The newest who follow the viewer."""
    if viewer.pk is None:
        return []
    newest = graph.followers_of(viewer.pk).order_by("-id").values_list("follower_id", flat=True)[:most]
    return [Suggested(person_id, FOLLOWS_YOU, 2.0) for person_id in newest]


def _shown(edges: QuerySet[Any], viewer: Viewer, end: str, choice: str) -> list[UUID]:
    """The newest people at that end of the viewer's edges who can be seen and let the viewer see what `choice` says."""
    allowed = graph.allowed_by(viewer, f"{end}_id", f"{end}__profile__{choice}")
    seen = edges.filter(graph.stands(viewer, f"{end}__"), allowed).exclude(graph.blocked_between(viewer, f"{end}_id"))
    return list(seen.order_by("-id").values_list(f"{end}_id", flat=True)[:_NEAREST])


def _not_closed(found: list[nearby.Near]) -> set[UUID]:
    """Those who do not keep their friends to themselves."""
    people = get_user_model()._default_manager.filter(pk__in=[each.person_id for each in found])
    return set(people.exclude(profile__show_friends="nobody").values_list("pk", flat=True))
