"""What everybody may know of moderation, over HTTP and without signing in."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework import serializers
from rest_framework.response import Response

from config.api import Answer, Anyone, Endpoint, Page, Request, operation
from config.api import fields as f
from moderation.cases.choices import Category, Outcome
from moderation.oversight import queries, transparency
from moderation.oversight.days import MONTHS
from moderation.sanctions.choices import Act

FEW = {"count": None, "is_few": True}


class ToldNumber(Answer):
    """A number; null and `is_few` where it is fewer than `least`, so that it points at nobody."""

    count = f.Integer(allow_null=True)
    is_few = f.Flag()

    class Meta:
        example = {"count": 41, "is_few": False}


class ToldPart(ToldNumber):
    """The number of one word of a list."""

    name = f.Text()

    class Meta:
        example = {"name": "spam", "count": 30, "is_few": False}


class ToldMonth(Answer):
    """One month. Where a hidden number could be worked out from a sum, another one is hidden with it."""

    month = f.Text()
    reports = f.Nested(ToldNumber)
    cases = f.Nested(ToldNumber)
    decisions = f.Nested(ToldNumber)
    outcomes = f.Nested(ToldPart, many=True, max_length=len(Outcome.values))
    categories = f.Nested(ToldPart, many=True, max_length=len(Category.values))
    actions = f.Nested(ToldPart, many=True, max_length=len(Act.values))
    appeals = f.Nested(ToldNumber)
    overturned = f.Nested(ToldNumber)
    share_overturned = f.Number(allow_null=True)
    median_hours = f.Number(allow_null=True)

    class Meta:
        example = {
            "month": "2026-11",
            "reports": {"count": 120, "is_few": False},
            "cases": {"count": 48, "is_few": False},
            "decisions": ToldNumber.Meta.example,
            "outcomes": [{"name": "acted", "count": 33, "is_few": False}, {"name": "dismissed", **FEW}],
            "categories": [ToldPart.Meta.example, {"name": "hate", **FEW}],
            "actions": [{"name": "hide", "count": 28, "is_few": False}, {"name": "ban", **FEW}],
            "appeals": {"count": 6, "is_few": False},
            "overturned": FEW,
            "share_overturned": None,
            "median_hours": 3.5,
        }


class TransparencyAnswer(Answer):
    """Twelve months, the oldest first; `until` is the last day that is told of."""

    as_of = f.Moment()
    until = serializers.DateField()
    least = f.Integer()
    months = f.Nested(ToldMonth, many=True, max_length=MONTHS)

    class Meta:
        example = {
            "as_of": "2026-11-20T16:25:00Z",
            "until": "2026-11-18",
            "least": 3,
            "months": [ToldMonth.Meta.example],
        }


class ToldDecision(Answer):
    """One decision: on which day, about which kind of thing, for what, and what came of it."""

    date = serializers.DateField()
    kind = f.Text()
    category = f.Choice(Category.values)
    outcome = f.Choice(Outcome.values)
    actions = f.Items(f.Choice(Act.values))
    is_overturned = f.Flag()

    class Meta:
        example = {
            "date": "2026-11-18",
            "kind": "comment",
            "category": "spam",
            "outcome": "acted",
            "actions": ["hide", "warn"],
            "is_overturned": False,
        }


class Transparency(Endpoint):
    """How much was reported, decided, done, appealed and overturned here, by month, for everyone to see."""

    permissions = [Anyone]
    tag = "transparency"

    @operation("See how this place is moderated", answer=TransparencyAnswer)
    def get(self, request: Request) -> Response:
        return Response(transparency.figures())


class TransparencyLog(Endpoint):
    """Every decision, the newest first, without names, ids and texts; those of a day are told a day after its end."""

    permissions = [Anyone]
    tag = "transparency"

    @operation("Read the log of decisions", answer=Page(ToldDecision))
    def get(self, request: Request) -> Response:
        rows = queries.told_decisions()
        return self.page(request, rows, order=("-created_at", "-id"), shape=transparency.log, sealed=True)


urlpatterns: list[URLPattern] = [
    path("transparency", Transparency.as_view(), name="transparency"),
    path("transparency/log", TransparencyLog.as_view(), name="transparency-log"),
]
