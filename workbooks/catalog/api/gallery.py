"""The gallery: the list of workbooks with its filters and orders, and making a draft."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Anyone, Endpoint, Filters, IsMember, Page, Request, operation
from workbooks.catalog import queries, services, shapes
from workbooks.catalog.api.bodies import WorkbookAnswer, WorkbookBody, WorkbookCard
from workbooks.catalog.api.filters import ORDERS, WorkbookFilters
from workbooks.catalog.errors import TextRejected, TooManyDrafts
from workbooks.catalog.models import State, Workbook
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.tags.errors import InvalidTag


class Workbooks(Endpoint):
    """The gallery, newest first unless `sort` says otherwise; and where drafts are made."""

    permissions = {"GET": [Anyone], "POST": [IsMember]}
    tag = "workbooks"
    scopes = "workbooks"

    @operation("List workbooks", answer=Page(WorkbookCard), filters=WorkbookFilters)
    def get(self, request: Request) -> Response:
        order = ORDERS.get(request.query_params.get("sort", "new"))
        if order and set(request.query_params) <= {"sort", "cursor", "limit"}:
            return self.hot_page(
                request, "workbooks", queries.listed_cards, order=order, shape=shapes.cards, known=("sort",)
            )
        rows = self.filtered(request, WorkbookFilters, self._asked(request))
        order = ORDERS[request.query_params.get("sort") or "new"]
        return self.page(request, queries.cards(rows, request.user), order=order, shape=shapes.cards)

    def _asked(self, request: Request) -> QuerySet[Workbook]:
        """Everyone's published workbooks, or one's own in any state."""
        status = request.query_params.get("status")
        if status in {State.DRAFT, State.ARCHIVED}:
            return queries.own(request.user).filter(status=status)
        author = request.query_params.get("author", "").lower()
        if author and author == getattr(request.user, "username", ""):
            return queries.own(request.user).filter(status=State.PUBLISHED)
        return queries.listed(request.user)

    @operation(
        "Make a draft",
        body=WorkbookBody,
        answer=WorkbookAnswer,
        status=201,
        errors=[EmbedUrlRefused, InvalidTag, TextRejected, TooManyDrafts],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, WorkbookBody)
        made = services.create_workbook(author=request.user, tag_names=data.pop("tags", ()), **data)
        shown, version = shapes.workbook(request.user, made.pk)
        answer = self.tagged(request, shown, version=version, status=201)
        answer["Location"] = f"{request.path}/{made.pk}"
        return answer


class Featured(Endpoint):
    """What moderators picked, in their order."""

    permissions = [Anyone]
    tag = "workbooks"
    scopes = "workbooks"

    @operation("List featured workbooks", answer=Page(WorkbookCard), filters=Filters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, Filters, queries.featured(request.user))
        cards = queries.cards(rows, request.user)
        return self.page(request, cards, order=("pick_position", "id"), shape=shapes.cards)


urlpatterns: list[URLPattern] = [
    path("workbooks", Workbooks.as_view(), name="workbooks"),
    path("workbooks/featured", Featured.as_view(), name="featured-workbooks"),
]
