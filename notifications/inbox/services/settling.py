"""Upkeep of inboxes: rows below the watermark say that they are read, old ones are put away, the oldest go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from config import clock
from notifications.inbox.models import UNREAD, InboxState, Notification, NotificationCause
from notifications.inbox.services.holding import hold
from notifications.inbox.services.reading import counted, put_away

BATCH = 500
ARCHIVED_AFTER = timedelta(days=90)
"""Notifications that nothing has happened to for so long are archived."""


def settle(*, batch: int = BATCH) -> int:
    """Have the rows below the watermarks say that they are read; how many these were."""
    count, last = 0, UUID(int=0)
    while True:
        waiting = InboxState.objects.filter(settled_through__lt=F("read_through"), pk__gt=last).order_by("pk")
        member_id = waiting.values_list("pk", flat=True).first()
        if member_id is None:
            return count
        last = member_id
        while done := _settle(member_id, batch):
            count += done


@transaction.atomic
def _settle(member_id: UUID, batch: int) -> int:
    state = hold([member_id])[member_id]
    below = Q(recipient_id=member_id, position__lte=state.read_through)
    ids = list(Notification.objects.filter(UNREAD, below).values_list("pk", flat=True)[:batch])
    Notification.objects.filter(pk__in=ids).update(read_at=state.read_through_at)
    if len(ids) < batch:
        InboxState.objects.filter(pk=member_id).update(settled_through=state.read_through)
    return len(ids)


def archive_old(*, batch: int = BATCH) -> int:
    """Archive what nothing has happened to for 90 days; how many these were. They are counted as unread no longer."""
    old = Notification.objects.filter(archived_at__isnull=True, changed_at__lt=clock.now() - ARCHIVED_AFTER)
    count = 0
    while rows := list(old.order_by("changed_at").values_list("pk", "recipient_id")[:batch]):
        by_member: dict[UUID, list[UUID]] = {}
        for pk, member_id in rows:
            by_member.setdefault(member_id, []).append(pk)
        for member_id in sorted(by_member):
            count += _archive(member_id, by_member[member_id])
    return count


@transaction.atomic
def _archive(member_id: UUID, ids: list[UUID]) -> int:
    state = hold([member_id])[member_id]
    rows = Notification.objects.filter(
        pk__in=ids, archived_at__isnull=True, changed_at__lt=clock.now() - ARCHIVED_AFTER
    )
    found = list(rows.values_list("pk", flat=True))
    unread = rows.filter(UNREAD, position__gt=state.read_through)
    put_away(state, found, list(unread.values(*counted())), at=clock.now())
    return len(found)


def prune(*, batch: int = BATCH) -> int:
    """Delete what was archived longer ago than it is kept, and old causes whose notification is gone; how many."""
    before = clock.now() - timedelta(days=settings.NOTIFICATIONS_KEPT_DAYS)
    count = _delete_in_batches(Notification.objects.filter(archived_at__lt=before).order_by("archived_at"), batch)
    causes = NotificationCause.objects.filter(at__lt=before, notification__isnull=True).order_by("at")
    return count + _delete_in_batches(causes, batch)


def _delete_in_batches(rows: QuerySet[Any], batch: int) -> int:
    count = 0
    while True:
        with transaction.atomic():
            keys = list(rows.values_list("pk", flat=True)[:batch])
            rows.model._base_manager.filter(pk__in=keys).delete()
        count += len(keys)
        if len(keys) < batch:
            return count
