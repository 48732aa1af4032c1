"""Taking inboxes: the row whose lock orders all that happens to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import F

from config import bulk
from config.db import among, array, is_postgres
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
    locked = rows.select_for_update(no_key=True).order_by("pk")
    if len(ids) == 1 and (held := locked.first()) is not None:
        return {held.pk: held}
    there = set(rows.values_list("pk", flat=True))
    missing = [InboxState(member_id=pk) for pk in ids if pk not in there]
    if missing:
        InboxState.objects.bulk_create(missing, ignore_conflicts=True)
    return {row.pk: row for row in bulk.loaded(locked)}


_CHANGE = """
UPDATE notifications_unreadcount AS held
SET count = held.count + change.count, by_email = held.by_email + change.by_email,
    by_push = held.by_push + change.by_push
FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::int[]) AS change (member_id, count, by_email, by_push)
WHERE held.member_id = change.member_id AND held.type = %s RETURNING held.member_id
"""


def bump(type: str, deltas: Mapping[UUID, Delta]) -> None:
    """Change the counts of one type in inboxes that the caller holds, and with them the totals."""
    bump_type(type, deltas)
    bump_totals({member_id: delta[0] for member_id, delta in deltas.items()})


def bump_type(type: str, deltas: Mapping[UUID, Delta]) -> None:
    """The counts of the type alone: for whoever changes the inboxes' own rows anyway."""
    changing = {member_id: delta for member_id, delta in deltas.items() if any(delta)}
    if not changing:
        return
    there = _change(type, changing)
    UnreadCount.objects.bulk_create(
        [
            UnreadCount(member_id=member_id, type=type, count=count, by_email=by_email, by_push=by_push)
            for member_id, (count, by_email, by_push) in changing.items()
            if member_id not in there
        ]
    )


def _change(type: str, deltas: Mapping[UUID, Delta]) -> set[UUID]:
    """Change the counts that there are; whose these were."""
    if is_postgres():
        counts, mailed, pushed = zip(*deltas.values(), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_CHANGE, [array(deltas), array(counts), array(mailed), array(pushed), type])
            return {member_id for (member_id,) in cursor.fetchall()}
    rows = UnreadCount.objects.filter(type=type)
    there = set(rows.filter(member_id__in=list(deltas)).values_list("member_id", flat=True))
    alike: dict[Delta, list[UUID]] = {}
    for member_id in there:
        alike.setdefault(deltas[member_id], []).append(member_id)
    for (count, by_email, by_push), members in alike.items():
        rows.filter(member_id__in=members).update(
            count=F("count") + count, by_email=F("by_email") + by_email, by_push=F("by_push") + by_push
        )
    return there


def bump_totals(changes: dict[UUID, int]) -> None:
    """Change the number of unread notifications of inboxes that the caller holds."""
    alike: dict[int, list[UUID]] = {}
    for member_id, change in changes.items():
        if change:
            alike.setdefault(change, []).append(member_id)
    for change, members in alike.items():
        InboxState.objects.filter(pk__in=among(members)).update(unread=F("unread") + change)
