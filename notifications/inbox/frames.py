"""What goes to the open clients of a member: that something is new, and how many are unread.

Frames are written in the transaction of the deed; no words go out with them, clients read the notification.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from config import realtime
from notifications.inbox.services.planning import Plan
from notifications.inbox.told import Told

NOTIFICATION = "notification"
"""A notification is new, or moved up."""

READ = "notification.read"
"""Notifications were read: these ids, or all up to a position."""

GONE = "notification.gone"
"""Notifications left the list: archived, deleted, or taken back."""

UNREAD = "unread"
"""How many are unread now."""


def channel_of(member_id: UUID) -> str:
    """The member's own channel."""
    return f"user:{member_id}"


def told(told: Told, plans: Sequence[Plan], ids: Mapping[UUID, UUID]) -> None:
    """Tell open clients of an event that was told; counts go out where they change."""
    frames: list[tuple[str, str, dict[str, Any]]] = []
    for each in plans:
        if not each.in_app:
            continue
        row, channel = each.joined, channel_of(each.recipient_id)
        said = {"id": str(ids[each.recipient_id]), "type": told.type.name, "is_new": row is None}
        frames.append((channel, NOTIFICATION, said))
        if row is None:
            frames.append((channel, UNREAD, {"total": each.state.unread + 1}))
    _post(frames)


def read(member_id: UUID, *, total: int, ids: Iterable[UUID] = (), through: int | None = None) -> None:
    """Tell a member's other clients what was read in one of them."""
    said: dict[str, Any] = {"ids": [str(each) for each in ids]} if through is None else {"through": through}
    _post([(channel_of(member_id), READ, said), (channel_of(member_id), UNREAD, {"total": total})])


def gone(ids_by_member: Mapping[UUID, Sequence[UUID]], totals: Mapping[UUID, int]) -> None:
    """Tell clients that notifications left the list, and how many are unread where that changed."""
    frames: list[tuple[str, str, dict[str, Any]]] = []
    for member_id, ids in ids_by_member.items():
        frames.append((channel_of(member_id), GONE, {"ids": [str(each) for each in ids]}))
        if member_id in totals:
            frames.append((channel_of(member_id), UNREAD, {"total": totals[member_id]}))
    _post(frames)


def _post(frames: list[tuple[str, str, dict[str, Any]]]) -> None:
    if frames:
        realtime.post_many(frames)
