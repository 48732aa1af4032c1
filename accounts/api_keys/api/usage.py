"""What a key used, by endpoint and day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.api_keys import queries, shapes
from accounts.api_keys.api.keys import shown
from accounts.api_keys.api.shapes import Usage
from accounts.api_keys.errors import ApiKeyNotFound
from config.api import Endpoint, Filters, IsSignedIn, Page, Request, operation

_WITHIN = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2199, 12, 31))]


def _day(help_text: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(label="day", input_formats=["%Y-%m-%d"], validators=_WITHIN, help_text=help_text)


class UsageFilters(Filters):
    """The period, in days in UTC."""

    # `from` is no name that a class body can assign.
    locals()["from"] = _day("The first day.")
    to = _day("The last day.")


class KeyUsage(Endpoint):
    """What a key asked for: one row an endpoint, method and day, the newest day first, with errors and latencies.

    Counts are written down every few seconds; refused requests (403, 429) count, and those with a bad key do not.
    """

    permissions = [IsSignedIn]
    tag = "api keys"

    @operation("Show what an API key used", answer=Page(Usage), filters=UsageFilters, errors=[ApiKeyNotFound])
    def get(self, request: Request, key_id: UUID) -> Response:
        said = UsageFilters.values(request)
        rows = queries.usage_of(shown(request, key_id).pk, first=said["from"], last=said["to"])
        return self.page(request, rows, order=("-day", "-id"), shape=shapes.usage)


urlpatterns: list[URLPattern] = [
    path("auth/api-keys/<uuid:key_id>/usage", KeyUsage.as_view(), name="api-key-usage"),
]
