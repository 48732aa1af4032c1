"""Searching workbooks, and suggestions while somebody types."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import URLPattern, path
from rest_framework.response import Response

from config import clock
from config.api import Anyone, Endpoint, Filters, Page, Request, keyset, operation, rankings
from config.search.query import LONGEST_QUERY, parse
from workbooks.catalog import queries as catalog
from workbooks.catalog.api.filters import AGES, ORDERS, check_tags
from workbooks.discovery import queries, shapes
from workbooks.discovery.api.answers import SearchFacts, SearchHit, Suggestions
from workbooks.discovery.queries import Asked
from workbooks.tags.names import slug_of
from workbooks.tags.queries import ids_by_slugs

RELEVANCE = "relevance"


class SearchFilters(Filters):
    """`q` is what is searched: words, `"phrases"`, `-without`; the others narrow it as they do the gallery."""

    q = django_filters.CharFilter(label="q", required=True, max_length=LONGEST_QUERY)
    tags = django_filters.CharFilter(label="tags", validators=[check_tags])
    tags_mode = django_filters.ChoiceFilter(label="tags_mode", choices=[("any", "any"), ("all", "all")])
    author = django_filters.CharFilter(label="author", max_length=30)
    sort = django_filters.ChoiceFilter(label="sort", choices=[(name, name) for name in [RELEVANCE, *ORDERS]])
    date = django_filters.ChoiceFilter(label="date", choices=[(name, name) for name in ["today", *AGES]])
    facets = django_filters.BooleanFilter(label="facets")


class TypedFilters(Filters):
    """`q` is what was typed so far."""

    q = django_filters.CharFilter(label="q", required=True, max_length=LONGEST_QUERY)


class SearchWorkbooks(Endpoint):
    """Workbooks by words, the best match first unless `sort` says otherwise.

    Matches are ranked among a bounded number of the best placed ones; where nothing has the words as typed, those that
    were meant are searched, and said in `corrected`.
    """

    permissions = [Anyone]
    tag = "search"
    scopes = "workbooks"

    @operation("Search workbooks", answer=Page(SearchHit, beside=SearchFacts), filters=SearchFilters)
    def get(self, request: Request) -> Response:
        said = SearchFilters.values(request)
        asked = self._asked(said)
        found = queries.find(request.user, asked) if asked else queries.Found()
        beside: dict[str, Any] = {
            "total": len(found.rows),
            "is_capped": found.is_capped,
            "corrected": found.corrected,
        }
        if said["facets"]:
            beside["facets"] = shapes.facets(found, clock.now())
        if (said["sort"] or RELEVANCE) == RELEVANCE or asked is None or not found.rows:
            hits = shapes.hits(found.query)
            return rankings.page_in_hand(found.rows, request, order=("-rank", "-id"), shape=hits, beside=beside)
        again = Asked(found.query, asked.tags, asked.author_id, asked.since)
        rows = catalog.cards(queries.meeting(catalog.listed(request.user), again), request.user)
        hits = shapes.hits(found.query, are_cards=True)
        return keyset.page(rows, request, order=ORDERS[said["sort"]], shape=hits, beside=beside)

    def _asked(self, said: dict[str, Any]) -> Asked | None:
        """What is asked; None where a tag or an author is named that nobody is."""
        tags: list[list[int]] = []
        if said["tags"]:
            slugs = {slug_of(each) for each in said["tags"].split(",")}
            ids = ids_by_slugs(slugs)
            is_all = said["tags_mode"] == "all"
            if not ids or (is_all and len(ids) < len(slugs)):
                return None
            tags = [[tag_id] for tag_id in sorted(set(ids.values()))] if is_all else [sorted(set(ids.values()))]
        author_id = None
        if said["author"]:
            author_id = catalog.author_named(said["author"])
            if author_id is None:
                return None
        return Asked(parse(said["q"]), tags, author_id, since(said["date"]))


def since(date: str | None) -> Any:
    """The moment that the filter `date` begins at, on whole minutes; None without one."""
    if not date:
        return None
    now = clock.now().replace(second=0, microsecond=0)
    return now.replace(hour=0, minute=0) if date == "today" else now - AGES[date]


class Suggest(Endpoint):
    """Workbooks, tags and people whose names begin with what was typed."""

    permissions = [Anyone]
    tag = "search"
    scopes = "workbooks"

    @operation("Suggest while somebody types", answer=Suggestions, filters=TypedFilters)
    def get(self, request: Request) -> Response:
        rows, corrected = queries.suggestions(request.user, TypedFilters.values(request)["q"])
        return Response({"results": rows, "corrected": corrected})


urlpatterns: list[URLPattern] = [
    path("search/workbooks", SearchWorkbooks.as_view(), name="search-workbooks"),
    path("search/suggestions", Suggest.as_view(), name="search-suggestions"),
]
