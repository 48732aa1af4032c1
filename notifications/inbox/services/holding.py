"""Taking inboxes: the row whose lock orders all that happens to one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from config.db import among
from notifications.inbox.models import InboxState, UnreadCount

Delta = tuple[int, int, int]
"""By how much a count changes: unread ones, and those of them that were told by mail and by push."""


def hold(member_ids: Iterable[UUID]) -> dict[UUID, InboxState]:
    """These inboxes, held until the transaction ends; each is made where it is missing.

    Missing ones are made before any is locked, and all are locked in the order of their keys: two who hold some of the
    same wait for each other, and never in a circle.
    """
    ids = sorted(set(member_ids))
    rows = InboxState.objects.filter(pk__in=among(ids))
    there = set(rows.values_list("pk", flat=True))
    missing = [InboxState(member_id=pk) for pk in ids if pk not in there]
    if missing:
        InboxState.objects.bulk_create(missing, ignore_conflicts=True)
    return {row.pk: row for row in rows.select_for_update(no_key=True).order_by("pk")}


def bump(type: str, deltas: dict[UUID, Delta]) -> None:
    """Change the counts of one type in inboxes that the caller holds."""
    changing = {member_id: delta for member_id, delta in deltas.items() if any(delta)}
    if not changing:
        return
    rows = UnreadCount.objects.filter(type=type)
    there = set(rows.filter(member_id__in=among(list(changing))).values_list("member_id", flat=True))
    UnreadCount.objects.bulk_create(
        [
            UnreadCount(member_id=member_id, type=type, count=count, by_email=by_email, by_push=by_push)
            for member_id, (count, by_email, by_push) in changing.items()
            if member_id not in there
        ]
    )
    alike: dict[Delta, list[UUID]] = {}
    for member_id in there:
        alike.setdefault(changing[member_id], []).append(member_id)
    for (count, by_email, by_push), members in alike.items():
        rows.filter(member_id__in=among(members)).update(
            count=F("count") + count, by_email=F("by_email") + by_email, by_push=F("by_push") + by_push
        )
    bump_totals({member_id: delta[0] for member_id, delta in changing.items()})


def bump_totals(changes: dict[UUID, int]) -> None:
    """Change the number of unread notifications of inboxes that the caller holds."""
    alike: dict[int, list[UUID]] = {}
    for member_id, change in changes.items():
        if change:
            alike.setdefault(change, []).append(member_id)
    for change, members in alike.items():
        InboxState.objects.filter(pk__in=among(members)).update(unread=F("unread") + change)
