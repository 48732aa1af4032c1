"""The personal feed: what followed authors and followed tags published, the newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from config import compiled
from config.roles import Viewer
from social.graph import queries as graph
from workbooks.catalog import queries as catalog
from workbooks.tags import queries as tags

Place = tuple[datetime, UUID]

MOST_FOLLOWED = 5_000
_ROUNDS, _AHEAD = 5, 2
TRENDING = "trending"


def feed_rows(viewer: Viewer, beyond: Place | None, *, backwards: bool, most: int) -> list[dict[str, Any]]:
    """Up to `most` rows of `id` and `listed_at` beyond a place, in the order they are read in.

    The candidates of a window are read and then looked at with the viewer's eyes; where few are theirs to see, the
    next window is read.
    """
    follows = graph.followed_by_person(viewer.pk) if viewer.pk else None
    authors = list(follows.order_by("-id").values_list("followee_id", flat=True)[:MOST_FOLLOWED]) if follows else []
    tag_ids = list(tags.followed(viewer.pk).values_list("tag_id", flat=True))
    found: list[dict[str, Any]] = []
    window = most * _AHEAD
    for _round in range(_ROUNDS):
        ask: dict[str, Any] = {"beyond": beyond, "backwards": backwards, "most": window}
        places = set(catalog.newest_of(authors, **ask))
        if tag_ids:
            places |= set(catalog.newest_among(catalog.standing().filter(tags.carries(tag_ids)), **ask))
        window_rows = sorted(places, reverse=not backwards)[:window]
        seen = _seen_by(viewer, [workbook_id for _at, workbook_id in window_rows])
        found += [{"listed_at": at, "id": workbook_id} for at, workbook_id in window_rows if workbook_id in seen]
        if len(found) >= most or len(window_rows) < window:
            break
        beyond = window_rows[-1]
    return found[:most]


def _seen_by(viewer: Viewer, ids: list[UUID]) -> set[UUID]:
    return {row["id"] for row in compiled.rows_among("discovery.feed", _seen, viewer=viewer, ids=ids)}


def _seen(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    rows = catalog.listed(viewer).filter(~Q(graph.mutes(viewer, "author_id")), pk__in=ids)
    return rows.exclude(author_id=viewer.pk).values("id")


def filled(viewer: Viewer, rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The rows, and as many of what is talked of as a page has room for; these say so in `reason`."""
    ids = {row["id"] for row in rows}
    trending = compiled.rows(("discovery.fill", most), _trending(most + len(rows)), viewer=viewer)
    more = [{**row, "reason": TRENDING} for row in trending if row["id"] not in ids]
    return [*rows, *more[: max(0, most - len(rows))]]


def _trending(most: int) -> compiled.Build:
    def build(viewer: Viewer) -> QuerySet[Any, Any]:
        rows = catalog.listed(viewer).filter(~Q(graph.mutes(viewer, "author_id")))
        if viewer.pk is not None:
            rows = rows.exclude(author_id=viewer.pk)
        return rows.order_by("-trending_score", "-id").values("id", "listed_at")[:most]

    return build


def reasons(viewer: Viewer, cards: list[dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    """Why each of these cards stands in the viewer's feed: its author, or a tag, is followed. Two statements."""
    authors = {card["author"]["id"] for card in cards}
    rows = graph.followed_by_person(viewer.pk).filter(followee_id__in=authors) if viewer.pk else None
    followees = set(rows.values_list("followee_id", flat=True)) if rows is not None else set()
    slugs = set(tags.followed(viewer.pk).values_list("tag__slug", flat=True))
    found: dict[UUID, dict[str, Any]] = {}
    for card in cards:
        tag = next((each for each in card["tags"] if each["slug"] in slugs), None)
        if card["author"]["id"] in followees:
            found[card["id"]] = {"kind": "author", "username": card["author"]["username"]}
        elif tag is not None:
            found[card["id"]] = {"kind": "tag", "tag": tag}
    return found
