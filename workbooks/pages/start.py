"""The start page: what this installation is, what was picked, what is new, and where to go from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from config import compiled
from config.pages.view import Page
from config.roles import Viewer
from workbooks.catalog import queries, shapes
from workbooks.pages.figures import figures

FEATURED, NEWEST = 6, 12


def _first(
    rows: Callable[[Viewer], QuerySet[Any]], order: tuple[str, ...], most: int
) -> Callable[[Viewer], QuerySet[Any, dict[str, Any]]]:
    def build(viewer: Viewer) -> QuerySet[Any, dict[str, Any]]:
        return queries.cards(rows(viewer), viewer).order_by(*order)[:most]

    return build


_featured = _first(queries.featured, ("pick_position", "id"), FEATURED)
_newest = _first(queries.listed, ("-listed_at", "-id"), NEWEST)


class Start(Page):
    """`/`"""

    http_method_names = ["get", "head", "options"]
    is_kept = True

    def get(self, request: HttpRequest) -> HttpResponse:
        viewer = self.viewer
        featured = compiled.rows("pages.featured", _featured, viewer=viewer)
        newest = compiled.rows("pages.newest", _newest, viewer=viewer)
        cards = shapes.cards([*featured, *newest], viewer)
        values = {"featured": cards[: len(featured)], "newest": cards[len(featured) :], "figures": figures()}
        return self.render("workbooks/start.html", values)


urlpatterns: list[URLPattern] = [path("", Start.as_view(), name="start")]
