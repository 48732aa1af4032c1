"""Searching people: by name whoever may be seen in lists, by title those alone whose profile is open to the viewer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from config import compiled
from config.roles import Viewer
from config.search.conditions import Rank
from config.search.picking import pick
from config.search.query import Query
from social.graph import queries as graph
from social.people.indexing import INDEX
from social.people.models import PersonEntry

CANDIDATES = 200


def find_people(viewer: Viewer, query: Query, *, most: int = CANDIDATES, by_title: bool = True) -> list[dict[str, Any]]:
    """The people who meet the query, as rows of `person_id` and `rank`, the best first; a bounded number of them."""
    if query.is_empty:
        return []
    picked = _picked(viewer, INDEX.said(query, only=("name",)), most, _entries, "by_name")
    if by_title and len(picked) < most:
        said = INDEX.said(query)
        picked += _picked(viewer, said, most - len(picked), _open_entries, "by_title")
    rows = compiled.rows_among(
        "people.found", _seen, viewer=viewer, ids=picked, said=INDEX.ranked(query), named=INDEX.ranked_in(query, "name")
    )
    for row in rows:
        # Where the profile is closed only the name counts, for the order would else tell of the title.
        text = row["text"] if row["is_open"] else row["name"]
        row["rank"] = round(float(text) * (4.0 + row["score"]), 6)
    return sorted(rows, key=lambda row: (row["rank"], str(row["person_id"])), reverse=True)


def _picked(viewer: Viewer, said: str, most: int, build: Any, key: str) -> list[UUID]:
    entries = PersonEntry.objects.all()
    rows = pick(("people", key), INDEX, entries, build, viewer=viewer, said=said, most=most, columns=("user_id",))
    return [row["user_id"] for row in rows]


def _entries(viewer: Viewer) -> QuerySet[PersonEntry]:
    rows = PersonEntry.objects.all()
    return rows if viewer.pk is None else rows.exclude(graph.blocked_between(viewer, "user_id"))


def _open_entries(viewer: Viewer) -> QuerySet[PersonEntry]:
    return _entries(viewer).filter(graph.allowed_by(viewer, "user_id", "user__profile__show_profile"))


def _seen(viewer: Viewer, ids: list[UUID], said: str, named: str) -> QuerySet[Any, Any]:
    """Those of these people who stand in lists, once each."""
    rows = PersonEntry.objects.filter(
        graph.stands(viewer, "user__"), ~graph.blocked_between(viewer, "user_id"), user_id__in=ids
    )
    return rows.values(
        "id",
        "score",
        person_id=F("user_id"),
        text=Rank(INDEX, said),
        name=Rank(INDEX, named),
        is_open=graph.allowed_by(viewer, "user_id", "user__profile__show_profile"),
    )
