"""The rows that statistics of reports are made from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from config.desk.filters import first_key_at
from moderation.reports.models import Report


def reports_since(since: datetime) -> QuerySet[Report]:
    """What was reported since then, found by its key."""
    return Report.objects.filter(pk__gte=first_key_at(since), created_at__gte=since).order_by()
