"""A workbook's statistics over HTTP: as JSON, and as CSV under a path of its own."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework import serializers
from rest_framework.response import Response

from config import csvio
from config.api import Answer, Endpoint, File, Filters, IsMember, Request, operation
from config.api import fields as f
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.engagement.errors import StatsNotShown, WrongPeriod
from workbooks.engagement.stats import LONGEST_DAYS, MOST_HOSTS, MOST_HOSTS_A_DAY, Period, stats_of

COLUMNS = ("day", "views", "viewers", "favorites", "comments")
FILE = File(
    csvio.MEDIA,
    "day,views,viewers,favorites,comments,referrers\r\n2026-11-20,41,33,5,2,news.example 12 forum.example 4\r\n",
)
ERRORS = [WorkbookNotFound, StatsNotShown, WrongPeriod]

_WITHIN = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2199, 12, 31))]


def _day(help_text: str) -> django_filters.DateFilter:
    # With a label, django-filter looks for none in a model: there is no model behind a period.
    return django_filters.DateFilter(label="day", input_formats=["%Y-%m-%d"], validators=_WITHIN, help_text=help_text)


class StatsFilters(Filters):
    """The period, in days in UTC."""

    # `from` is no name that a class body can assign.
    locals()["from"] = _day("The first day; 30 days with the last one, unless said.")
    to = _day("The last day; today, unless said. A period has at most 366 days.")


def period_of(request: Request) -> Period:
    """The period that the query asks for."""
    said = StatsFilters.values(request)
    return Period.of(said["from"], said["to"])


class Referrer(Answer):
    """A site whose pages led here, and how often."""

    host = f.Text(max_length=253)
    views = f.Integer()

    class Meta:
        example = {"host": "news.example.com", "views": 12}


class DayOfStats(Answer):
    """One day. `viewers` are told apart within the day; `referrers` are the five sites that led here most often."""

    day = serializers.DateField()
    views = f.Integer()
    viewers = f.Integer()
    favorites = f.Integer()
    comments = f.Integer()
    referrers = f.Nested(Referrer, many=True, max_length=MOST_HOSTS_A_DAY)

    class Meta:
        example = {
            "day": "2026-11-20",
            "views": 40,
            "viewers": 31,
            "favorites": 3,
            "comments": 1,
            "referrers": [Referrer.Meta.example],
        }


class Totals(Answer):
    """The sums over the days."""

    views = f.Integer()
    favorites = f.Integer()
    comments = f.Integer()

    class Meta:
        example = {"views": 40, "favorites": 3, "comments": 1}


class StatsAnswer(Answer):
    """Every day of the period, empty ones too, and the twenty sites that led here most often within it."""

    workbook = f.Id()
    locals()["from"] = serializers.DateField()
    to = serializers.DateField()
    totals = f.Nested(Totals)
    referrers = f.Nested(Referrer, many=True, max_length=MOST_HOSTS)
    days = f.Nested(DayOfStats, many=True, max_length=LONGEST_DAYS)
    as_of = f.Moment()

    class Meta:
        example = {
            "workbook": "019a9b2e-0000-7000-8000-0000000000a1",
            "from": "2026-11-20",
            "to": "2026-11-20",
            "totals": Totals.Meta.example,
            "referrers": [Referrer.Meta.example],
            "days": [DayOfStats.Meta.example],
            "as_of": "2026-11-20T10:05:00Z",
        }


class Stats(Endpoint):
    """How often a workbook was looked at, favourited and commented on, by day; its author's and the staff's to see."""

    permissions = [IsMember]
    tag = "engagement"
    scopes = "analytics"

    @operation("See a workbook's statistics", answer=StatsAnswer, filters=StatsFilters, errors=ERRORS)
    def get(self, request: Request, workbook_id: UUID) -> Response:
        return Response(stats_of(request.user, workbook_id, period_of(request)))


class StatsFile(Endpoint):
    """The same as CSV, a line a day; `referrers` holds hosts and views, separated by spaces."""

    permissions = [IsMember]
    tag = "engagement"
    scopes = "analytics"

    @operation("Download a workbook's statistics", answer=FILE, filters=StatsFilters, errors=ERRORS)
    def get(self, request: Request, workbook_id: UUID) -> Any:  # a file, where other methods give an answer to encode
        found = stats_of(request.user, workbook_id, period_of(request))
        answer = HttpResponse(
            csvio.lines((*COLUMNS, "referrers"), map(_line, found["days"])), content_type=csvio.CONTENT_TYPE
        )
        name = f"stats-{found['from']}-{found['to']}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _line(day: dict[str, Any]) -> list[Any]:
    hosts = " ".join(f"{each['host']} {each['views']}" for each in day["referrers"])
    return [*(day[column] for column in COLUMNS), hosts]


urlpatterns: list[URLPattern] = [
    path("workbooks/<uuid:workbook_id>/stats", Stats.as_view(), name="workbook-stats"),
    path("workbooks/<uuid:workbook_id>/stats.csv", StatsFile.as_view(), name="workbook-stats-file"),
]
