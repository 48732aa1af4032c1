"""Telling: one event, to one person or to thousands, in a number of statements that does not grow with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from config import bulk, clock
from config.db import among, uuid7
from notifications.delivery.orders import Order, enqueue
from notifications.inbox import frames
from notifications.inbox.models import InboxState, Notification, NotificationCause
from notifications.inbox.services.holding import Delta, bump_type, hold
from notifications.inbox.services.planning import Plan, plan
from notifications.inbox.told import SOURCE, Told
from notifications.types import Channel

Screen = Callable[[list[UUID]], list[UUID]]
"""Which of some members are to be told, asked once their inboxes are held."""


@transaction.atomic
def tell(told: Told, recipients: Iterable[UUID], *, screen: Screen | None = None) -> int:
    """Tell these members of an event; how many were told. Whom it has told before hears nothing.

    The inboxes are held before `screen` is asked: what it looks at cannot be taken back from them in between.
    """
    states = hold(recipients)
    members = _untold(told, sorted(states))
    if screen is not None and members:
        members = screen(members)
    if not members:
        return 0
    plans = plan(told, members, states)
    made = _make(told, [each for each in plans if each.joined is None and each.is_told])
    _join(told, [each for each in plans if each.joined is not None])
    ids = made | {each.recipient_id: each.joined.pk for each in plans if each.joined is not None}
    _keep_causes(told, plans, ids)
    _count(told, plans)
    enqueue(list(_orders(told, plans, ids)))
    frames.told(told, plans, ids)
    return sum(each.is_told for each in plans)


def _untold(told: Told, members: Sequence[UUID]) -> list[UUID]:
    rows = NotificationCause.objects.filter(cause_id=told.cause_id, type=told.type.name)
    known = set(rows.filter(recipient_id__in=among(members)).values_list("recipient_id", flat=True))
    return [member for member in members if member not in known]


def _make(told: Told, plans: Sequence[Plan]) -> dict[UUID, UUID]:
    """A notification for each of these; their ids by recipient."""
    if not plans:
        return {}
    now = clock.now()
    kind, thing_id = told.thing or ("", None)
    like = Notification(
        type=told.type.name,
        group_key=told.group,
        kind=kind,
        thing_id=thing_id,
        part_id=told.own_part[1] if told.own_part else None,
        actor_id=told.actor_id,
        actor_count=1 if told.actor_id else 0,
        data=dict(told.data),
        stays=told.stays,
        expires_at=told.expires_at,
        first_cause_id=told.cause_id,
        changed_at=now,
        created_at=now,
    )
    ids = [uuid7() for _ in plans]
    bulk.insert_alike(
        like,
        {
            "id": ids,
            "recipient_id": [each.recipient_id for each in plans],
            "position": [each.state.position + 1 if each.in_app else 0 for each in plans],
            "in_app": [each.in_app for each in plans],
            "emailed_at": [now if each.leaves_by(Channel.EMAIL) else None for each in plans],
            "pushed_at": [now if each.leaves_by(Channel.PUSH) else None for each in plans],
            "collected_at": [each.collected_at for each in plans],
        },
    )
    return {each.recipient_id: pk for each, pk in zip(plans, ids, strict=True)}


def _join(told: Told, plans: Sequence[Plan]) -> None:
    """Have each of these move up to be the newest of its inbox, with one event more and perhaps one person more."""
    ids = [each.joined.pk for each in plans if each.joined is not None]
    if not ids:
        return
    now = clock.now()
    _next_position([each.recipient_id for each in plans])
    rows = Notification.objects.filter(pk__in=among(ids))
    position = InboxState.objects.filter(pk=OuterRef("recipient_id")).values("position")
    kind, thing_id = told.thing or ("", None)
    rows.update(
        kind=kind,
        thing_id=thing_id,
        position=Subquery(position),
        count=F("count") + 1,
        data=dict(told.data),
        part_id=told.own_part[1] if told.own_part else None,
        changed_at=now,
    )
    if told.actor_id is not None:
        _put_first(told.actor_id, ids)
    for channel, column in ((Channel.EMAIL, "emailed_at"), (Channel.PUSH, "pushed_at")):
        again = [each.joined.pk for each in plans if each.joined is not None and each.leaves_by(channel)]
        if again:
            # The mail tells all that it stands for: no digest waits for it any more.
            waits = {"collected_at": None} if channel == Channel.EMAIL else {}
            Notification.objects.filter(pk__in=among(again)).update(**{column: now}, **waits)
    for at in {each.collected_at for each in plans if each.collected_at is not None}:
        collected = [each.joined.pk for each in plans if each.joined is not None and each.collected_at == at]
        Notification.objects.filter(pk__in=among(collected), collected_at__isnull=True).update(collected_at=at)


def _put_first(actor_id: UUID, ids: Sequence[UUID]) -> None:
    """Make somebody the newest person of these notifications, counted where they were not among them."""
    theirs = NotificationCause.objects.filter(actor_id=actor_id, taken_back_at__isnull=True)
    known = set(theirs.filter(notification_id__in=among(ids)).values_list("notification_id", flat=True))
    new = [pk for pk in ids if pk not in known]
    rows = Notification.objects.filter(pk__in=among(ids))
    Notification.objects.filter(pk__in=among(new)).update(actor_count=F("actor_count") + 1)
    is_first, is_second = Q(actor_id=actor_id), Q(second_id=actor_id)
    rows.update(
        third_id=Case(When(is_first | is_second, then=F("third_id")), default=F("second_id")),
        second_id=Case(When(is_first, then=F("second_id")), default=F("actor_id")),
        actor_id=Value(actor_id),
    )


def _next_position(members: Sequence[UUID]) -> None:
    InboxState.objects.filter(pk__in=among(members)).update(position=F("position") + 1)


def _keep_causes(told: Told, plans: Sequence[Plan], ids: dict[UUID, UUID]) -> None:
    """That they were told, and what was decided: also of those whom no channel tells."""
    kind, thing_id = told.own_part or ("", None)
    like = NotificationCause(
        type=told.type.name, cause_id=told.cause_id, actor_id=told.actor_id, kind=kind, thing_id=thing_id, at=told.at
    )
    kept = {id(each.decisions): each for each in plans}  # most share what was decided
    written = {key: each.written for key, each in kept.items()}
    bulk.insert_alike(
        like,
        {
            "notification_id": [ids.get(each.recipient_id) for each in plans],
            "recipient_id": [each.recipient_id for each in plans],
            "decisions": [written[id(each.decisions)] for each in plans],
        },
    )


def _count(told: Told, plans: Sequence[Plan]) -> None:
    deltas: dict[UUID, Delta] = {}
    new = []
    for each in plans:
        if not each.in_app:
            continue
        row = each.joined
        by_email = int(bool(each.leaves_by(Channel.EMAIL)) and (row is None or row.emailed_at is None))
        by_push = int(bool(each.leaves_by(Channel.PUSH)) and (row is None or row.pushed_at is None))
        deltas[each.recipient_id] = (int(row is None), by_email, by_push)
        if row is None:
            new.append(each.recipient_id)
    if new:
        made = InboxState.objects.filter(pk__in=among(new))
        made.update(position=F("position") + 1, unread=F("unread") + 1)
    bump_type(told.type.name, deltas)
    limited = [each.state for each in plans if each.state.spent]
    if limited:
        InboxState.objects.bulk_update(limited, ["spent"], batch_size=500)


def _orders(told: Told, plans: Sequence[Plan], ids: Mapping[UUID, UUID]) -> Iterable[Order]:
    alike: dict[str, Any] = {
        "type": told.type.name,
        "source": SOURCE,
        "cause_id": told.cause_id,
        "thread": told.thread,
        "is_urgent": told.type.passes,
        "expires_at": told.expires_at,
    }
    for each in plans:
        mailed, pushed = each.leaves_by(Channel.EMAIL), each.leaves_by(Channel.PUSH)
        if mailed is None and pushed is None:
            continue
        own: dict[str, Any] = {"recipient_id": each.recipient_id, "source_id": ids[each.recipient_id]}
        if mailed is not None:
            yield Order(channel=Channel.EMAIL, scheduled_for=mailed, **own, **alike)
        if pushed is not None:
            for device in each.devices:
                yield Order(channel=Channel.PUSH, scheduled_for=pushed, target_id=device, **own, **alike)
