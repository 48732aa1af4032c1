"""Taking back: what ended, was deleted or may no longer be seen leaves inboxes, and counts with it.

The causes say what to take: they are marked, and the notifications that they stand behind lose so many events and
people. One that loses its last goes. Nothing that was taken back comes again, also where its event is replayed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from config import clock
from notifications.inbox import frames
from notifications.inbox.models import InboxState, Notification, NotificationCause
from notifications.inbox.services.holding import Delta, bump, hold

BATCH = 500
# How many of its newest events are looked at for the newest three people of a notification.
_LOOKED_AT = 200


def take_back(causes: Q, *, batch: int = BATCH) -> int:
    """Take back what these causes told, a batch a transaction; how many these were."""
    count, last = 0, 0
    while True:
        done, last = _batch(causes & Q(pk__gt=last), batch)
        count += done
        if not last:
            return count


@transaction.atomic
def _batch(causes: Q, batch: int) -> tuple[int, int]:
    """Take back one batch; how many that were, and the key of the last looked at, 0 at the end."""
    rows = NotificationCause.objects.filter(causes, taken_back_at__isnull=True).order_by("pk")
    found = list(rows.values("pk", "recipient_id")[:batch])
    if not found:
        return 0, 0
    states = hold(row["recipient_id"] for row in found)
    # Looked at again now that the inboxes are held: somebody else may have taken them back.
    held = NotificationCause.objects.filter(pk__in=[row["pk"] for row in found], taken_back_at__isnull=True)
    taken: list[Any] = list(held.values("pk", "notification_id", "actor_id"))
    held.update(taken_back_at=clock.now())
    _lessen([row for row in taken if row["notification_id"] is not None], states)
    return len(taken), found[-1]["pk"] if len(found) == batch else 0


def _lessen(taken: Sequence[dict[str, Any]], states: dict[UUID, InboxState]) -> None:
    """Take these events from the notifications that they stand behind."""
    events = Counter(row["notification_id"] for row in taken)
    rows = {row.pk: row for row in Notification.objects.filter(pk__in=list(events))}
    emptied = [pk for pk, row in rows.items() if row.count <= events[pk]]
    _remove([rows.pop(pk) for pk in emptied], states)
    gone = _people_gone([row for row in taken if row["notification_id"] in rows])
    for pk, row in rows.items():
        row.count -= events[pk]
        row.actor_count -= len(gone.get(pk, ()))
        _set_newest(row)
    if rows:
        columns = ["count", "actor_count", "actor_id", "second_id", "third_id", "thing_id", "part_id"]
        Notification.objects.bulk_update(rows.values(), columns, batch_size=100)


def _people_gone(taken: Sequence[dict[str, Any]]) -> dict[UUID, set[UUID]]:
    """Who has nothing left among the causes of each notification."""
    pairs = {(row["notification_id"], row["actor_id"]) for row in taken if row["actor_id"] is not None}
    left = NotificationCause.objects.filter(
        notification_id__in={pk for pk, _ in pairs}, actor_id__in={actor for _, actor in pairs}, taken_back_at=None
    )
    still = set(left.values_list("notification_id", "actor_id"))
    gone: dict[UUID, set[UUID]] = {}
    for pk, actor in pairs - still:
        gone.setdefault(pk, set()).add(actor)
    return gone


def _set_newest(row: Notification) -> None:
    """Who the newest three people of a notification are now, and what its newest event was about."""
    causes = NotificationCause.objects.filter(notification_id=row.pk, taken_back_at__isnull=True).order_by("-pk")
    newest = list(causes.values_list("actor_id", "thing_id")[:_LOOKED_AT])
    people = list(dict.fromkeys(actor for actor, _thing in newest if actor is not None))
    row.actor_id, row.second_id, row.third_id = (*people, None, None, None)[:3]
    if newest:
        if row.thing_id == row.part_id:
            row.thing_id = newest[0][1]
        row.part_id = newest[0][1]


def _remove(rows: Iterable[Notification], states: dict[UUID, InboxState]) -> None:
    """Delete notifications behind which nothing is left."""
    gone: dict[UUID, list[UUID]] = {}
    counts: dict[str, dict[UUID, Delta]] = {}
    changed: dict[UUID, int] = {}
    rows = list(rows)
    for row in rows:
        state = states[row.recipient_id]
        if row.in_app:
            gone.setdefault(row.recipient_id, []).append(row.pk)
        if row.in_app and row.read_at is None and row.archived_at is None and row.position > state.read_through:
            of_type = counts.setdefault(row.type, {})
            count, mailed, pushed = of_type.get(state.pk, (0, 0, 0))
            of_type[state.pk] = (count - 1, mailed - bool(row.emailed_at), pushed - bool(row.pushed_at))
            state.unread -= 1
            changed[state.pk] = state.unread
    for type, deltas in counts.items():
        bump(type, deltas)
    Notification.objects.filter(pk__in=[row.pk for row in rows]).delete()
    frames.gone(gone, changed)


def causes_of(*, types: Iterable[str], actor_id: UUID | None = None, thing_id: UUID | None = None) -> Q:
    """Causes of these types, by their actor and by what their events were about."""
    found = Q(type__in=list(types))
    if actor_id is not None:
        found &= Q(actor_id=actor_id)
    if thing_id is not None:
        found &= Q(thing_id=thing_id)
    return found


def recipients_of(causes: Q) -> set[UUID]:
    """Who was told by these causes, of what was not taken back."""
    rows = NotificationCause.objects.filter(causes, taken_back_at__isnull=True)
    return set(rows.values_list("recipient_id", flat=True))


def causes_about(kind: str, thing_id: UUID) -> Q:
    """Causes of what stands no longer than the thing does: events about it, and notifications about it."""
    # By their keys: the two conditions are of two tables, and each has its own index.
    # Of a row that is about its newest part, the causes speak themselves.
    of_rows = Notification.objects.filter(thing_id=thing_id, kind=kind, stays=False).exclude(part_id=F("thing_id"))
    return Q(kind=kind, thing_id=thing_id, notification__stays=False) | Q(notification_id__in=of_rows.values("pk"))


def causes_between(one: UUID, other: UUID) -> Q:
    """Causes of what either told the other."""
    return Q(recipient_id=one, actor_id=other) | Q(recipient_id=other, actor_id=one)


def forget_actor(actor_id: UUID, *, batch: int = BATCH) -> int:
    """Take back everything that somebody did, from every inbox; how many events these were."""
    return take_back(Q(actor_id=actor_id, notification__stays=False), batch=batch)


def forget_actor_for_good(actor_id: UUID, *, batch: int = BATCH) -> int:
    """As `forget_actor`, and their name goes from the causes as well: a batch of an erasure, how many it took."""
    forget_actor(actor_id, batch=batch)
    with transaction.atomic():
        keys = list(
            NotificationCause.objects.filter(actor_id=actor_id).order_by("pk").values_list("pk", flat=True)[:batch]
        )
        NotificationCause.objects.filter(pk__in=keys).update(actor_id=None, thing_id=None)
    return len(keys)
