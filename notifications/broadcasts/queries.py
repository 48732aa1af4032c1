"""Reading broadcasts, for managers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from config.errors import refuse
from config.roles import Role, Viewer, at_least
from notifications.broadcasts.errors import BroadcastNotFound
from notifications.broadcasts.models import Broadcast, State

MOST_UNFINISHED = 100


def broadcasts_visible_to(viewer: Viewer) -> QuerySet[Broadcast]:
    """All broadcasts, for managers and above; none for others."""
    rows = Broadcast.objects.select_related("made_by")
    return rows if at_least(viewer, Role.MANAGER) else rows.none()


def visible_broadcast(viewer: Viewer, broadcast_id: UUID) -> Broadcast:
    """The broadcast, if the viewer may see it; `BroadcastNotFound` otherwise."""
    return broadcasts_visible_to(viewer).filter(pk=broadcast_id).first() or refuse(BroadcastNotFound())


def unfinished() -> list[UUID]:
    """Broadcasts that are under way, oldest first."""
    rows = Broadcast.objects.filter(state=State.TELLING).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:MOST_UNFINISHED])
