"""Reading inboxes: lists, counts, and one notification with its causes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery

from config import compiled
from config.errors import refuse
from config.roles import ANONYMOUS, Role, Viewer, at_least
from notifications.inbox.errors import NotificationNotFound
from notifications.inbox.models import LISTED, InboxState, Notification, NotificationCause, UnreadCount
from notifications.types import Channel

COLUMNS = (
    "id", "type", "kind", "thing_id", "part_id", "actor_id", "second_id", "third_id", "actor_count", "count",
    "position", "data", "stays", "channels", "read_at", "archived_at", "created_at", "changed_at",
)  # fmt: skip

Row = dict[str, Any]


def listed(viewer: Viewer, *, is_unread: bool | None, type: str = "", is_archived: bool = False) -> QuerySet[Any, Row]:
    """The viewer's notifications as rows for lists, with the watermark of their inbox."""
    state = InboxState.objects.filter(pk=viewer.pk)
    through = Subquery(state.values("read_through"))
    rows = Notification.objects.filter(recipient_id=viewer.pk, in_app=True, archived_at__isnull=not is_archived)
    unread = Q(read_at__isnull=True, position__gt=through)
    if is_unread is not None:
        # Said of the column alone first, so that the index over unread rows is the one that is walked.
        rows = rows.filter(read_at__isnull=True).filter(unread) if is_unread else rows.exclude(unread)
    if type:
        rows = rows.filter(type=type)
    return rows.values(*COLUMNS, read_through=through, read_through_at=Subquery(state.values("read_through_at")))


def is_read(row: Row) -> bool:
    """Whether a row of `listed` is read: it says so, or lies below the watermark."""
    return row["read_at"] is not None or row["position"] <= (row["read_through"] or 0)


def unread_counts(member_id: UUID) -> dict[str, Any]:
    """How many are unread: in all, by type, and of these how many were told by each channel. One statement."""
    rows = compiled.rows("inbox.unread", _unread, viewer=ANONYMOUS, member_id=member_id)
    counts = [(row["type"], row["count"], row["by_email"], row["by_push"]) for row in rows]
    total = sum(count for _, count, _, _ in counts)
    return {
        "total": total,
        "by_type": {type: count for type, count, _, _ in counts},
        "by_channel": {
            Channel.IN_APP.value: total,
            Channel.EMAIL.value: sum(mailed for _, _, mailed, _ in counts),
            Channel.PUSH.value: sum(pushed for _, _, _, pushed in counts),
        },
    }


def _unread(viewer: Viewer, member_id: UUID) -> QuerySet[Any, Any]:
    rows = UnreadCount.objects.filter(member_id=member_id, count__gt=0).order_by("type")
    return rows.values("type", "count", "by_email", "by_push")


def spent_of(member_id: UUID) -> dict[str, int]:
    """The messages that leave the platform for a member, by hour, where a limit is set."""
    return InboxState.objects.filter(pk=member_id).values_list("spent", flat=True).first() or {}


def notification_of(member_id: UUID, notification_id: UUID) -> Notification:
    """One of the member's; `NotificationNotFound` for any other."""
    rows = Notification.objects.filter(recipient_id=member_id, pk=notification_id)
    return rows.first() or refuse(NotificationNotFound())


def traceable(viewer: Viewer, notification_id: UUID) -> Notification:
    """A notification whose way the viewer may follow: their own; for managers, anyone's."""
    rows = Notification.objects.filter(pk=notification_id)
    if not at_least(viewer, Role.MANAGER):
        rows = rows.filter(recipient_id=viewer.pk)
    return rows.first() or refuse(NotificationNotFound())


def causes_of(notification_id: UUID, most: int) -> list[NotificationCause]:
    """The newest events behind a notification, oldest of these first."""
    rows = NotificationCause.objects.filter(notification_id=notification_id).order_by("-pk")
    return list(rows[:most])[::-1]


def in_inbox(member_id: UUID) -> QuerySet[Notification]:
    """What stands in a member's list."""
    return Notification.objects.filter(LISTED, recipient_id=member_id)
