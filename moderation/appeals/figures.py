"""The rows that statistics of appeals are made from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from config.desk.filters import first_key_at
from moderation.appeals.models import Appeal


def appeals_since(since: datetime) -> QuerySet[Appeal]:
    """The appeals made since then, found by their key."""
    return Appeal.objects.filter(pk__gte=first_key_at(since), created_at__gte=since).order_by()


def has_appeal() -> Q:
    """The condition that a decision was appealed against, for rows of decisions."""
    return Q(appeal__isnull=False)
