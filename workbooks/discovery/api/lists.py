"""What is talked of, what the member follows, and what is like a workbook."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Anyone, Endpoint, Filters, IsSignedIn, Page, Request, operation, rankings
from config.api.filters import refuse_unknown
from workbooks.catalog import queries as catalog
from workbooks.catalog import shapes as catalog_shapes
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.discovery import queries, shapes
from workbooks.discovery.api.answers import FeedWorkbook, RelatedWorkbook, TrendingWorkbook

TRENDING = ("-trending_score", "-id")
NEWEST = ("-listed_at", "-id")


class TrendingFilters(Filters):
    """`explain=true` shows what each score is made of."""

    explain = django_filters.BooleanFilter(label="explain", method="elsewhere")

    def elsewhere(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Used where the page is made."""
        return rows


class Trending(Endpoint):
    """What is talked of: the most looked at, favourited and commented lately, each person once a day."""

    permissions = [Anyone]
    tag = "workbooks"
    scopes = "workbooks"

    @operation("List what is talked of", answer=Page(TrendingWorkbook), filters=TrendingFilters)
    def get(self, request: Request) -> Response:
        explain = TrendingFilters.values(request)["explain"]
        shape = shapes.explained if explain else catalog_shapes.cards
        return self.hot_page(
            request, "workbooks", catalog.listed_cards, order=TRENDING, shape=shape, known=("explain",)
        )


class Feed(Endpoint):
    """What the authors and with the tags that the member follows was published, newest first.

    Whom the member muted or blocked is left out. Where the first page has room, what is talked of fills it.
    """

    permissions = [IsSignedIn]
    tag = "workbooks"
    scopes = "workbooks"

    @operation("See your feed of workbooks", answer=Page(FeedWorkbook), filters=Filters)
    def get(self, request: Request) -> Response:
        refuse_unknown(request, set())

        def read(keys: list[Any], backwards: bool, most: int) -> list[dict[str, Any]]:
            beyond = (keys[0], keys[1]) if keys else None
            rows = queries.feed_rows(request.user, beyond, backwards=backwards, most=most)
            return rows if keys or len(rows) >= most - 1 else queries.filled(request.user, rows, most - 1)

        return rankings.page_read(request, order=NEWEST, read=read, shape=shapes.feed)


class Related(Endpoint):
    """What is like a workbook: by tags, the rare ones first, by its author, remixes, and who favourited both."""

    permissions = [Anyone]
    tag = "workbooks"
    scopes = "workbooks"

    @operation("List what is like a workbook", answer=Page(RelatedWorkbook), filters=Filters, errors=[WorkbookNotFound])
    def get(self, request: Request, workbook_id: UUID) -> Response:
        refuse_unknown(request, set())
        rows = queries.related_to(request.user, workbook_id)
        return rankings.page_in_hand(rows, request, order=("-weight", "-id"), shape=shapes.related)


urlpatterns: list[URLPattern] = [
    path("workbooks/trending", Trending.as_view(), name="trending-workbooks"),
    path("workbooks/feed", Feed.as_view(), name="feed-of-workbooks"),
    path("workbooks/<uuid:workbook_id>/related", Related.as_view(), name="related-workbooks"),
]
