"""The rows that statistics of cases are made from: rounds with their times, decisions, and what waits now.

A case keeps the times of its running round alone. Those of a round that ended are found in the case's history: it began
with the entry that opened the case, or opened it again, and was first looked at with the first act of staff after that.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from moderation.cases.choices import Sort, State
from moderation.cases.models import Case, CaseEntry, Decision

_BEGINNING = Q(sort__in=(Sort.OPENED, Sort.REOPENED))
_ACT = Q(sort__in=(Sort.CLAIMED, Sort.NOTED, Sort.DECIDED)) | Q(sort=Sort.ESCALATED, actor__isnull=False)


def decisions_since(since: datetime) -> QuerySet[Decision]:
    """The decisions made since then."""
    return Decision.objects.filter(created_at__gte=since).order_by()


def decisions_before(moment: datetime) -> QuerySet[Decision]:
    """The decisions made before that, with their cases."""
    return Decision.objects.filter(created_at__lt=moment).select_related("case")


def ended_rounds(since: datetime) -> QuerySet[Any]:
    """The same, with when their round `began_at` and how long it took `to_first_act` and `to_decision`."""
    entries = CaseEntry.objects.filter(case=OuterRef("case")).values("created_at")
    began = entries.filter(_BEGINNING, created_at__lte=OuterRef("created_at")).order_by("-created_at")
    first = entries.filter(_ACT, created_at__gte=OuterRef("began_at")).order_by("created_at")
    rows = decisions_since(since).annotate(began_at=Subquery(began[:1])).filter(began_at__isnull=False)
    return rows.annotate(first_act_at=Subquery(first[:1])).annotate(
        to_first_act=_between("began_at", "first_act_at"), to_decision=_between("began_at", "created_at")
    )


def earlier_rounds(since: datetime) -> QuerySet[Any]:
    """Rounds that began since then, of cases that are in a later round by now."""
    return ended_rounds(since).filter(round__lt=F("case__round"), began_at__gte=since)


def newest_rounds(since: datetime) -> QuerySet[Case]:
    """Cases whose newest round began since then, decided or not."""
    return Case.objects.filter(opened_at__gte=since).order_by()


def waiting_cases() -> QuerySet[Case]:
    """What is not decided now."""
    return Case.objects.exclude(state=State.DECIDED).order_by()


def _between(begin: str, end: str) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(F(end) - F(begin), output_field=DurationField())
