"""Reading and putting away: by the member whose inbox it is, or by age. Doing it again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from config import clock
from notifications.inbox import frames
from notifications.inbox.errors import NotificationNotFound
from notifications.inbox.models import UNREAD, InboxState, Notification, UnreadCount
from notifications.inbox.services.holding import Delta, bump, hold

MOST_IDS = 100


@transaction.atomic
def read_notifications(*, member_id: UUID, ids: Iterable[UUID]) -> int:
    """Read these; ids that are none of the member's are passed over. How many were unread."""
    state = hold([member_id])[member_id]
    rows = _unread(state).filter(pk__in=list(ids)[:MOST_IDS])
    return _read(state, list(rows.values(*_COUNTED)))


@transaction.atomic
def read_notification(*, member_id: UUID, notification_id: UUID) -> None:
    """Read one; `NotificationNotFound` where there is none such."""
    state = hold([member_id])[member_id]
    _find(member_id, notification_id)
    _read(state, list(_unread(state).filter(pk=notification_id).values(*_COUNTED)))


@transaction.atomic
def read_all(*, member_id: UUID) -> int:
    """Read everything: the watermark rises to the last position, and no row is touched. How many were unread."""
    state = hold([member_id])[member_id]
    return _raise_watermark(state, state.position, {})


@transaction.atomic
def read_before(*, member_id: UUID, position: int) -> int:
    """Read everything at or below a position, as `read_all` does; what came later stays unread."""
    state = hold([member_id])[member_id]
    if position >= state.position:
        return _raise_watermark(state, state.position, {})
    above = _unread(state).filter(position__gt=position).order_by().values("type")
    left = {
        row["type"]: (row["n"], row["mailed"], row["pushed"])
        for row in above.annotate(n=Count("*"), mailed=Count("emailed_at"), pushed=Count("pushed_at"))
    }
    return _raise_watermark(state, position, left)


def _raise_watermark(state: InboxState, position: int, left: dict[str, Delta]) -> int:
    """Have everything at or below `position` be read, of which `left` stay unread by type."""
    before, remaining = state.unread, sum(count for count, _mailed, _pushed in left.values())
    if before == remaining:
        return 0
    state.read_through, state.read_through_at = max(state.read_through, position), clock.now()
    state.unread = remaining
    state.save(update_fields=["read_through", "read_through_at", "unread"])
    rows = UnreadCount.objects.filter(member_id=state.pk)
    rows.exclude(type__in=list(left)).filter(count__gt=0).update(count=0, by_email=0, by_push=0)
    for type, (count, mailed, pushed) in left.items():
        rows.filter(type=type).update(count=count, by_email=mailed, by_push=pushed)
    frames.read(state.pk, total=remaining, through=position)
    return before - remaining


@transaction.atomic
def archive(*, member_id: UUID, notification_id: UUID) -> None:
    """Put one away; it is read with that. `NotificationNotFound` where there is none such."""
    state = hold([member_id])[member_id]
    row = _find(member_id, notification_id)
    if row.archived_at is not None:
        return
    unread = list(_unread(state).filter(pk=row.pk).values(*_COUNTED))
    put_away(state, [row.pk], unread, at=clock.now())


@transaction.atomic
def delete(*, member_id: UUID, notification_id: UUID) -> None:
    """Delete one. That its events were told stays known, so that none is told anew."""
    state = hold([member_id])[member_id]
    row = _find(member_id, notification_id)
    discount(state, list(_unread(state).filter(pk=row.pk).values(*_COUNTED)))
    row.delete()
    frames.gone({member_id: [notification_id]}, {member_id: state.unread})


# What is known of unread rows that stop being so.
_COUNTED = ("pk", "type", "emailed_at", "pushed_at", "position")


def counted() -> tuple[str, ...]:
    """The columns that `discount` looks at."""
    return _COUNTED


def _find(member_id: UUID, notification_id: UUID) -> Notification:
    row = Notification.objects.filter(recipient_id=member_id, pk=notification_id, in_app=True).first()
    if row is None:
        raise NotificationNotFound
    return row


def _unread(state: InboxState) -> QuerySet[Notification]:
    """The unread notifications of an inbox."""
    return Notification.objects.filter(UNREAD, recipient_id=state.pk, position__gt=state.read_through)


def _read(state: InboxState, rows: Sequence[dict[str, Any]]) -> int:
    if not rows:
        return 0
    ids = [row["pk"] for row in rows]
    Notification.objects.filter(pk__in=ids).update(read_at=clock.now())
    discount(state, rows)
    frames.read(state.pk, total=state.unread, ids=ids)
    return len(rows)


def discount(state: InboxState, rows: Sequence[dict[str, Any]]) -> None:
    """Count these rows, which were unread in an inbox that is held, no longer."""
    counts: Counter[str] = Counter(row["type"] for row in rows)
    mailed: Counter[str] = Counter(row["type"] for row in rows if row["emailed_at"] is not None)
    pushed: Counter[str] = Counter(row["type"] for row in rows if row["pushed_at"] is not None)
    for type, count in counts.items():
        bump(type, {state.pk: (-count, -mailed[type], -pushed[type])})
    state.unread -= len(rows)


def put_away(state: InboxState, ids: Sequence[UUID], unread: Sequence[dict[str, Any]], *, at: datetime) -> None:
    """Archive rows of an inbox that is held; those among them that are unread are read with that."""
    discount(state, unread)
    rows = Notification.objects.filter(pk__in=ids)
    rows.filter(read_at__isnull=True, position__lte=state.read_through).update(read_at=state.read_through_at)
    rows.filter(read_at__isnull=True).update(read_at=at)
    rows.filter(archived_at__isnull=True).update(archived_at=at)
    frames.gone({state.pk: ids}, {state.pk: state.unread} if unread else {})
