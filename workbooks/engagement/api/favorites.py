"""Favourites over HTTP: the mark, who made it, and a member's own list."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, Anyone, Endpoint, Filters, IsMember, Page, Request, operation
from config.api import fields as f
from social.people.errors import PersonNotFound
from workbooks.catalog import queries as catalog
from workbooks.catalog import shapes as catalog_shapes
from workbooks.catalog.api.bodies import AUTHOR, AuthorAnswer, WorkbookCard
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.engagement import queries, services, shapes
from workbooks.engagement.errors import FavoritesNotShown


class FavoriteState(Answer):
    """Whether the member marked the workbook, and how many did."""

    is_favorited = f.Flag()
    favorite_count = f.Integer()

    class Meta:
        example = {"is_favorited": True, "favorite_count": 32}


class PersonWhoFavorited(AuthorAnswer):
    """Someone who marked the workbook."""

    favorited_at = f.Moment()

    class Meta:
        example = {**AUTHOR, "favorited_at": "2026-11-20T10:00:00Z"}


class Favorite(Endpoint):
    """The member's mark on a workbook; setting it or taking it back again changes nothing."""

    permissions = [IsMember]
    tag = "engagement"
    scopes = "favorites"

    @operation("See whether you favourited a workbook", answer=FavoriteState, errors=[WorkbookNotFound])
    def get(self, request: Request, workbook_id: UUID) -> Response:
        catalog.visible_workbook(request.user, workbook_id)
        return Response(queries.favorite_state(request.user, workbook_id))

    @operation("Favourite a workbook", answer=FavoriteState, errors=[WorkbookNotFound])
    def post(self, request: Request, workbook_id: UUID) -> Response:
        services.favorite(member=request.user, workbook_id=workbook_id)
        return Response(queries.favorite_state(request.user, workbook_id))

    @operation("Take a favourite back", answer=None, status=204)
    def delete(self, request: Request, workbook_id: UUID) -> Response:
        services.unfavorite(member=request.user, workbook_id=workbook_id)
        return Response(status=204)


class Favorites(Endpoint):
    """The people who favourited a workbook, newest first, as far as their privacy lets the viewer know."""

    permissions = [Anyone]
    tag = "engagement"
    scopes = "favorites"

    @operation(
        "List who favourited a workbook",
        answer=Page(PersonWhoFavorited),
        filters=Filters,
        errors=[WorkbookNotFound],
    )
    def get(self, request: Request, workbook_id: UUID) -> Response:
        catalog.visible_workbook(request.user, workbook_id)
        rows = self.filtered(request, Filters, queries.favorited_by(request.user, workbook_id))
        return self.page(request, rows, order=("-id",), shape=shapes.people)


class FavoritesOfMember(Endpoint):
    """A member's favourites, newest first; there are none where their privacy closes the list to the viewer."""

    permissions = [Anyone]
    tag = "engagement"
    scopes = "favorites"

    @operation(
        "List someone's favourites",
        answer=Page(WorkbookCard),
        filters=Filters,
        errors=[PersonNotFound, FavoritesNotShown],
    )
    def get(self, request: Request, username: str) -> Response:
        rows = self.filtered(request, Filters, queries.favorites_of(request.user, username))
        cards = catalog.cards(rows, request.user)
        return self.page(request, cards, order=("-favorite_id",), shape=catalog_shapes.cards)


urlpatterns: list[URLPattern] = [
    path("workbooks/<uuid:workbook_id>/favorite", Favorite.as_view(), name="favorite"),
    path("workbooks/<uuid:workbook_id>/favorites", Favorites.as_view(), name="favorites"),
    path("users/<username:username>/favorites", FavoritesOfMember.as_view(), name="favorites-of-member"),
]
