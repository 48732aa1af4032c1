"""What discovery finds, as clients see it: cards in the order of what was found, at a constant number of statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.profiles.queries import author_summaries
from config import compiled
from config.roles import Viewer
from config.search.highlights import fragment, highlight
from config.search.query import Query
from workbooks.catalog import queries as catalog
from workbooks.catalog import shapes as catalog_shapes
from workbooks.discovery import queries
from workbooks.engagement import trends
from workbooks.tags.queries import most_carried

TAGS, AUTHORS = 10, 5
AGES = (("today", 1), ("last-week", 7), ("last-month", 30), ("last-year", 365))

Shape = Callable[[list[dict[str, Any]], Viewer], list[dict[str, Any]]]


def cards(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """The cards of rows of `id`, in their order; one that the viewer sees no more by now is left out."""
    found = compiled.rows_among("discovery.cards", _cards, viewer=viewer, ids=[row["id"] for row in rows])
    made = {card["id"]: card for card in catalog_shapes.cards(found, viewer)}
    return [made[row["id"]] for row in rows if row["id"] in made]


def _cards(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    return catalog.cards(catalog.listed(viewer).filter(pk__in=ids), viewer)


def hits(query: Query, *, are_cards: bool = False) -> Shape:
    """Cards with what met the query marked."""

    def shape(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
        made = catalog_shapes.cards(rows, viewer) if are_cards else cards(rows, viewer)
        return [{**card, "highlights": highlights(card, query)} for card in made]

    return shape


def highlights(card: dict[str, Any], query: Query) -> dict[str, str]:
    """The title whole and of the description a part, as HTML with `<mark>`."""
    return {"title": highlight(card["title"], query), "description": fragment(card["description"], query)}


def facets(found: queries.Found, now: Any) -> dict[str, Any]:
    """What narrows the search further: tags, authors and ages, counted over what was ranked."""
    rows = found.rows
    authors = queries.counted(rows, "author_id", AUTHORS)
    summaries = author_summaries([author_id for author_id, _number in authors])
    return {
        "tags": most_carried([row["id"] for row in rows], TAGS),
        "authors": [{"author": summaries[author_id], "count": number} for author_id, number in authors],
        "dates": [
            {"date": name, "count": sum((now - row["listed_at"]).days < days for row in rows)} for name, days in AGES
        ],
    }


def related(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """Cards with why each is there."""
    reasons = {row["id"]: row["reasons"] for row in rows}
    return [{**card, "reasons": reasons[card["id"]]} for card in cards(rows, viewer)]


def feed(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """Cards with why each stands in the feed."""
    filling = {row["id"] for row in rows if row.get("reason") == queries.TRENDING}
    made = cards(rows, viewer)
    reasons = queries.reasons(viewer, [card for card in made if card["id"] not in filling])
    trending = {"kind": queries.TRENDING}
    return [{**card, "reason": reasons.get(card["id"], trending)} for card in made]


def explained(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """Cards with their trending score and what it is made of."""
    scores = {row["id"]: row["trending_score"] for row in rows}
    made, parts = catalog_shapes.cards(rows, viewer), trends.explained(scores)
    return [{**card, "trending": {**parts[card["id"]], "kept_score": scores[card["id"]]}} for card in made]
