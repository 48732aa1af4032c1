"""Who is connected where."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from config import clock
from notifications.realtime.models import Gateway, Socket

DEAD_AFTER = timedelta(seconds=20)
"""A gateway that has not beaten for so long is gone; it beats every five seconds."""


def living_sockets() -> QuerySet[Socket]:
    """The sockets and streams of gateways that live."""
    return Socket.objects.filter(gateway__beat_at__gt=clock.now() - DEAD_AFTER)


def number_of_sockets(member_id: UUID) -> int:
    """How many sockets and streams of the member are open, in all processes."""
    return living_sockets().filter(member_id=member_id).count()


def with_sockets(gateways: QuerySet[Gateway]) -> QuerySet[Gateway, Any]:
    """The gateways with how many sockets each holds, and since when the oldest."""
    return gateways.annotate(held=Count("sockets"), oldest=Min("sockets__opened_at"))
