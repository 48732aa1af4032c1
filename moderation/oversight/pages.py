"""`/transparency`: the figures that everybody may see, as a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from config.pages.view import Page
from moderation.cases.choices import Category, Outcome
from moderation.oversight.transparency import figures
from moderation.sanctions.choices import Act

WORDS: dict[str, Any] = {"outcomes": Outcome, "categories": Category, "actions": Act}


class Transparency(Page):
    """The months, the newest first."""

    http_method_names = ["get", "head", "options"]
    is_kept = True

    def get(self, request: HttpRequest) -> HttpResponse:
        found = figures()
        months = [_month(month) for month in reversed(found["months"])]
        return self.render("moderation/transparency.html", {"figures": found, "months": months})


def _month(month: dict[str, Any]) -> dict[str, Any]:
    """The month with its first day, its share in percent, and words in the place of names."""
    share = month["share_overturned"]
    return month | {
        "first": date.fromisoformat(f"{month['month']}-01"),
        "percent": None if share is None else round(share * 100),
        **{name: list(_worded(month[name], words)) for name, words in WORDS.items()},
    }


def _worded(parts: Iterable[dict[str, Any]], words: Any) -> Iterable[dict[str, Any]]:
    return ({"label": words(part["name"]).label, **part} for part in parts)


urlpatterns: list[URLPattern] = [path("transparency", Transparency.as_view(), name="transparency-page")]
