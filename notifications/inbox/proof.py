"""Proving the counts of inboxes against their rows, and repairing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery

from notifications.inbox.models import UNREAD, InboxState, Notification, UnreadCount
from notifications.inbox.services.holding import Delta

BATCH = 2_000
"""How many inboxes are proven at a time; no more of them are held in memory."""

Counts = dict[UUID, dict[str, Delta]]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A kept count that is wrong; `type` is empty where it is that of the whole inbox."""

    member_id: UUID
    type: str
    kept: Delta
    counted: Delta


def wrong_counts(*, repair: bool = False, after: UUID | None = None) -> Iterator[Discrepancy]:
    """The counts that differ from the rows; with `repair`, they are set right.

    A first look without locks finds candidates; these are counted again with their inboxes held, and then must agree.
    """
    while True:
        rows = InboxState.objects.order_by("pk")
        ids = list((rows if after is None else rows.filter(pk__gt=after)).values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        candidates = {each.member_id for each in _differing(ids)}
        if candidates:
            yield from _settle(sorted(candidates), repair=repair)
        after = ids[-1]


def _differing(ids: Sequence[UUID]) -> list[Discrepancy]:
    counted, kept = _counted(ids), _kept(ids)
    totals = dict(InboxState.objects.filter(pk__in=ids).values_list("pk", "unread"))
    wrong = []
    for member_id in ids:
        mine, theirs = counted.get(member_id, {}), kept.get(member_id, {})
        for type in sorted({*mine, *theirs}):
            is_, was = mine.get(type, (0, 0, 0)), theirs.get(type, (0, 0, 0))
            if is_ != was:
                wrong.append(Discrepancy(member_id, type, was, is_))
        total = sum(count for count, _mailed, _pushed in mine.values())
        if totals.get(member_id, 0) != total:
            wrong.append(Discrepancy(member_id, "", (totals.get(member_id, 0), 0, 0), (total, 0, 0)))
    return wrong


def _counted(ids: Sequence[UUID]) -> Counts:
    through = Subquery(InboxState.objects.filter(pk=OuterRef("recipient_id")).values("read_through"))
    unread = Notification.objects.filter(UNREAD, recipient_id__in=ids).annotate(through=through)
    rows = unread.filter(position__gt=F("through")).order_by().values("recipient_id", "type")
    found: Counts = {}
    for row in rows.annotate(n=Count("*"), mailed=Count("emailed_at"), pushed=Count("pushed_at")):
        found.setdefault(row["recipient_id"], {})[row["type"]] = (row["n"], row["mailed"], row["pushed"])
    return found


def _kept(ids: Sequence[UUID]) -> Counts:
    found: Counts = {}
    for row in UnreadCount.objects.filter(member_id__in=ids):
        found.setdefault(row.member_id, {})[row.type] = (row.count, row.by_email, row.by_push)
    return found


@transaction.atomic
def _settle(ids: Sequence[UUID], *, repair: bool) -> list[Discrepancy]:
    list(InboxState.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    wrong = _differing(ids)
    for each in wrong if repair else ():
        count, mailed, pushed = each.counted
        if not each.type:
            InboxState.objects.filter(pk=each.member_id).update(unread=count)
            continue
        UnreadCount.objects.update_or_create(
            member_id=each.member_id,
            type=each.type,
            defaults={"count": count, "by_email": mailed, "by_push": pushed},
        )
    return wrong
