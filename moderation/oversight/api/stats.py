"""The staff's figures over HTTP."""

from __future__ import annotations

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import URLPattern, path
from rest_framework import serializers
from rest_framework.response import Response

from config.api import Answer, AtLeast, Endpoint, Filters, Request, operation
from config.api import fields as f
from config.roles import Role
from moderation.cases.choices import Category
from moderation.oversight.statistics import MOST_DAYS, USUAL_DAYS, statistics


class StatsFilters(Filters):
    """The period."""

    days = django_filters.NumberFilter(
        label="days",
        decimal_places=0,
        max_digits=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text="So many days in UTC, today with them: 1 to 365, 30 unless said.",
    )


class DayStats(Answer):
    """One day. A case counts once for each round that began; `flags` are texts that screening flagged or held."""

    day = serializers.DateField()
    opened = f.Integer()
    decided = f.Integer()
    reports = f.Integer()
    flags = f.Integer()

    class Meta:
        example = {"day": "2026-11-20", "opened": 12, "decided": 9, "reports": 31, "flags": 8}


class TimeStats(Answer):
    """Minutes since a round began, of the rounds decided in the period; null where there were none."""

    median_minutes = f.Number(allow_null=True)
    p90_minutes = f.Number(allow_null=True)

    class Meta:
        example = {"median_minutes": 42.5, "p90_minutes": 610.0}


class BacklogStats(Answer):
    """What waits for a decision now, and how much of it is past its time."""

    waiting = f.Integer()
    overdue = f.Integer()
    by_state = f.Mapping(f.Integer())
    by_priority = f.Mapping(f.Integer())

    class Meta:
        example = {
            "waiting": 7,
            "overdue": 1,
            "by_state": {"open": 5, "claimed": 2},
            "by_priority": {"low": 3, "normal": 3, "high": 1, "urgent": 0},
        }


class DecisionStats(Answer):
    """What was decided in the period. `appealed` and `overturned` are of what acted, and so are their shares."""

    by_outcome = f.Mapping(f.Integer())
    appealed = f.Integer()
    overturned = f.Integer()
    share_appealed = f.Number(allow_null=True)
    share_overturned = f.Number(allow_null=True)

    class Meta:
        example = {
            "by_outcome": {"dismissed": 100, "acted": 150, "restored": 2},
            "appealed": 15,
            "overturned": 3,
            "share_appealed": 0.1,
            "share_overturned": 0.02,
        }


class CategoryStats(Answer):
    """One category."""

    category = f.Choice(Category.values)
    reports = f.Integer()
    decisions = f.Integer()
    acted = f.Integer()

    class Meta:
        example = {"category": "spam", "reports": 120, "decisions": 60, "acted": 48}


class ModerationStats(Answer):
    """The figures, at most a minute old."""

    as_of = f.Moment()
    days = f.Integer()
    by_day = f.Nested(DayStats, many=True, max_length=MOST_DAYS)
    to_first_act = f.Nested(TimeStats)
    to_decision = f.Nested(TimeStats)
    backlog = f.Nested(BacklogStats)
    decisions = f.Nested(DecisionStats)
    actions = f.Mapping(f.Integer())
    categories = f.Nested(CategoryStats, many=True, max_length=len(Category.values))

    class Meta:
        example = {
            "as_of": "2026-11-20T16:25:00Z",
            "days": 1,
            "by_day": [DayStats.Meta.example],
            "to_first_act": TimeStats.Meta.example,
            "to_decision": TimeStats.Meta.example,
            "backlog": BacklogStats.Meta.example,
            "decisions": DecisionStats.Meta.example,
            "actions": {"warn": 20, "label": 4, "hide": 90, "remove": 30, "mute": 12, "suspend": 5, "ban": 1},
            "categories": [CategoryStats.Meta.example],
        }


class StatsOfModeration(Endpoint):
    """How moderation does: volume, how long it takes, what waits, what was done and what was overturned."""

    permissions = [AtLeast(Role.MODERATOR)]
    tag = "moderation"

    @operation("See how moderation does", answer=ModerationStats, filters=StatsFilters)
    def get(self, request: Request) -> Response:
        said = StatsFilters.values(request)
        return Response(statistics(int(said["days"] or USUAL_DAYS)))


urlpatterns: list[URLPattern] = [path("moderation/stats", StatsOfModeration.as_view(), name="moderation-stats")]
