"""Whom a member might want to follow, each with the reasons: the port for sources, and how their answers are merged.

A source names people and says why, with a weight; apps above register theirs in `ready()`. Nobody is suggested who may
not be seen in lists, whose profile is closed to the member, or whom the member follows, asks, has as a friend or mutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from config import compiled
from config.roles import Viewer
from social.graph import queries as graph

MOST = 50
"""How many people are suggested at most."""

MUTUAL_FRIENDS = "mutual_friends"

_ASKED = 200


@dataclass(frozen=True, slots=True)
class Suggested:
    """One person, and one reason: its code, how often it holds, people or words that it names."""

    person_id: UUID
    code: str
    weight: float
    count: int = 1
    people: tuple[UUID, ...] = ()
    words: tuple[str, ...] = ()


Source = Callable[[Viewer, int], Iterable[Suggested]]

_sources: dict[str, Source] = {}


def register_suggestion_source(name: str, source: Source) -> None:
    """Have `source(viewer, most)` suggest up to `most` people; it need not know whom the viewer knows already."""
    if _sources.get(name, source) is not source:
        raise RuntimeError(f"two apps register the source of suggestions {name!r}")
    _sources[name] = source


def suggestions(viewer: Viewer, most: int) -> list[dict[str, Any]]:
    """Up to `most` people with their reasons, the weightiest first, as rows of `person_id` and `reasons`."""
    reasons: dict[UUID, list[Suggested]] = defaultdict(list)
    for name in sorted(_sources):
        for each in _sources[name](viewer, _ASKED):
            reasons[each.person_id].append(each)
    weights = {pk: sum(each.weight * sqrt(each.count) for each in found) for pk, found in reasons.items()}
    heaviest = sorted(weights, key=lambda pk: (-weights[pk], pk))[: 2 * _ASKED]
    allowed = {
        row["pk"]: row for row in compiled.rows_among("people.suggestible", _may_be, viewer=viewer, ids=heaviest)
    }
    chosen = [pk for pk in heaviest if pk in allowed][:most]
    return [{"person_id": pk, "reasons": _in_order(reasons[pk], allowed[pk])} for pk in chosen]


def _in_order(reasons: list[Suggested], person: dict[str, Any]) -> list[Suggested]:
    """The weightiest first. Whose friends the viewer may not see, of them it is not said who the friends are."""
    shown = [
        Suggested(each.person_id, each.code, each.weight, each.count)
        if each.code == MUTUAL_FRIENDS and not person["shows_friends"]
        else each
        for each in reasons
    ]
    return sorted(shown, key=lambda each: (-each.weight * sqrt(each.count), each.code))


def _may_be(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    people = get_user_model()._default_manager.filter(~Q(pk=viewer.pk), pk__in=ids)
    known = (
        Q(graph.follows(viewer, "pk"))
        | Q(graph.asks_to_follow(viewer, "pk"))
        | Q(graph.friends_with(viewer, "pk"))
        | Q(graph.mutes(viewer, "pk"))
    )
    open_to = graph.stands(viewer) & graph.allowed_by(viewer, "pk", "profile__show_profile")
    found = people.filter(open_to & ~graph.blocked_between(viewer, "pk") & ~known)
    return found.values("pk", shows_friends=graph.allowed_by(viewer, "pk", "profile__show_friends"))
