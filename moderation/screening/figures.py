"""The rows that statistics of screening are made from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from config.desk.filters import first_key_at
from moderation.screening.choices import Outcome
from moderation.screening.models import Screening


def caught_since(since: datetime) -> QuerySet[Screening]:
    """What was flagged or held since then, found by its key; what was refused never came to be."""
    rows = Screening.objects.filter(pk__gte=first_key_at(since), created_at__gte=since).order_by()
    return rows.filter(outcome__in=(Outcome.FLAG, Outcome.HOLD))
