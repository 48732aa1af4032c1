"""The search page: workbooks by words, people by name, with what was found marked and what was meant said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from config.errors import InvalidInput
from config.pages.view import Page
from config.search.query import LONGEST_QUERY, parse
from config.text import clean
from social.people import shapes as people_shapes
from social.people.finding import find_people
from workbooks.discovery import queries, shapes

WORKBOOKS, PEOPLE = 24, 6


class Search(Page):
    """`/search?q=`. Without words it is the form alone."""

    http_method_names = ["get", "head", "options"]
    is_kept = True

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = clean(request.GET.get("q", ""))
        if len(asked) > LONGEST_QUERY:
            raise InvalidInput.of("q", "max_length", _("This is too long."))
        viewer, query = self.viewer, parse(asked)
        found = queries.find(viewer, queries.Asked(query))
        people = [] if query.is_empty else find_people(viewer, query)[:PEOPLE]
        values = {
            "asked": asked,
            "longest": LONGEST_QUERY,
            "is_asked": not query.is_empty,
            "corrected": found.corrected,
            "workbooks": shapes.hits(found.query)(found.rows[:WORKBOOKS], viewer),
            "is_more": len(found.rows) > WORKBOOKS,
            "people": people_shapes.cards(people, viewer),
        }
        return self.render("workbooks/search.html", values)


urlpatterns: list[URLPattern] = [path("search", Search.as_view(), name="search-page")]
