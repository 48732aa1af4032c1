"""The rows that statistics of sanctions are made from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from config.desk.filters import first_key_at
from moderation.sanctions.models import Sanction


def sanctions_since(since: datetime) -> QuerySet[Sanction]:
    """What was imposed since then, found by its key."""
    return Sanction.objects.filter(pk__gte=first_key_at(since), created_at__gte=since).order_by()
