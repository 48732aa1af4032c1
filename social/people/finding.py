"""Searching people: by name whoever may be seen in lists, by title those alone whose profile is open to the viewer."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from config.roles import Viewer
from config.search.conditions import Rank
from config.search.picking import Picker
from config.search.query import Query
from social.graph import queries as graph
from social.people.indexing import INDEX
from social.people.models import PersonEntry

CANDIDATES = 120


def find_people(viewer: Viewer, query: Query, *, most: int = CANDIDATES, by_title: bool = True) -> list[dict[str, Any]]:
    """The people who meet the query, as rows of `person_id` and `rank`, the best first; a bounded number of them."""
    if query.is_empty:
        return []
    ranked, named = INDEX.ranked(query), INDEX.ranked_in(query, "name")
    rows, _more = BY_NAME.pick(viewer=viewer, said=INDEX.said(query, only=("name",)), ranked=named, most=most)
    if by_title and len(rows) < most:
        found, _more = BY_TITLE.pick(viewer=viewer, said=INDEX.said(query), ranked=ranked, most=most)
        # Where the profile is open the title counts as well; elsewhere the order must not tell of it.
        rows = list({row["person_id"]: row for row in [*rows, *found]}.values())
    for row in rows:
        row["rank"] = round(float(row["text"]) * (4.0 + row["score"]), 6)
    return sorted(rows, key=lambda row: (row["rank"], str(row["person_id"])), reverse=True)


def _entries(viewer: Viewer) -> QuerySet[PersonEntry]:
    rows = PersonEntry.objects.all()
    return rows if viewer.pk is None else rows.exclude(graph.blocked_between(viewer, "user_id"))


def _open_entries(viewer: Viewer) -> QuerySet[PersonEntry]:
    return _entries(viewer).filter(graph.allowed_by(viewer, "user_id", "user__profile__show_profile"))


def _seen(viewer: Viewer, said: str) -> QuerySet[Any, Any]:
    """Those who stand in lists."""
    rows = PersonEntry.objects.filter(graph.stands(viewer, "user__"), ~graph.blocked_between(viewer, "user_id"))
    return rows.annotate(person_id=F("user_id"), text=Rank(INDEX, said))


def _open(viewer: Viewer, said: str) -> QuerySet[Any, Any]:
    return _seen(viewer, said).filter(graph.allowed_by(viewer, "user_id", "user__profile__show_profile"))


_COLUMNS = ("person_id", "text", "score")
BY_NAME = Picker("people.by_name", INDEX, _entries, _seen, _COLUMNS, pk="user_id", entry_pk="user_id")
BY_TITLE = Picker("people.by_title", INDEX, _open_entries, _open, _COLUMNS, pk="user_id", entry_pk="user_id")
