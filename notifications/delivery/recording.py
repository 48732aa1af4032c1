"""Writing down what became of a delivery, and telling its source.

Every change is a conditional UPDATE: what a worker writes holds only while the lease is its own, and what a provider
reports only moves a delivery up (`states`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from config import clock
from config.db import is_postgres
from notifications.delivery import sources
from notifications.delivery.models import LONGEST_ERROR, Attempt, AttemptOutcome, Delivery
from notifications.delivery.retrying import MAX_ATTEMPTS, wait_after
from notifications.delivery.statements import mark_sent
from notifications.delivery.states import REPORTED, State, below
from notifications.types import Channel

# So that a source that says "later" of a moment that has passed does not keep a worker busy.
LEAST_WAIT = timedelta(seconds=5)
_FREE: dict[str, Any] = {"lease": None, "leased_until": None}


def clean(text: str) -> str:
    """An error as it may be kept: one short line."""
    return " ".join(text.replace("\0", "").split())[:LONGEST_ERROR]


def _tell(row: Delivery, state: State, at: datetime) -> None:
    told = sources.listener(row.source)
    if told is not None:
        outcome = sources.Outcome(
            row.pk, row.recipient_id, Channel(row.channel), row.type, row.source_id, State(state), at
        )
        told([outcome])


def _noted(row: Delivery, provider: str, outcome: AttemptOutcome, **more: Any) -> None:
    Attempt.objects.create(delivery_id=row.pk, at=clock.now(), provider=provider, outcome=outcome, **more)


def sent(lease: UUID, row: Delivery, *, provider: str, provider_id: str) -> bool:
    """A provider took it; False where the lease is another's by now, and they will say what became of it."""
    if is_postgres() and sources.listener(row.source) is None:
        return mark_sent(lease, row.pk, provider=provider, provider_id=provider_id[:200], now=clock.now())
    return _sent(lease, row, provider=provider, provider_id=provider_id)


@transaction.atomic
def _sent(lease: UUID, row: Delivery, *, provider: str, provider_id: str) -> bool:
    now = clock.now()
    if is_postgres():
        done = mark_sent(lease, row.pk, provider=provider, provider_id=provider_id[:200], now=now)
        if done:
            _tell(row, State.SENT, now)
        return done
    ours = Delivery.objects.filter(pk=row.pk, lease=lease)
    count = ours.update(
        # What the provider reported meanwhile stands.
        state=Case(When(state__in=below(State.SENT), then=Value(State.SENT.value)), default=F("state")),
        sent_at=Coalesce("sent_at", Value(now)),
        provider=provider,
        provider_id=provider_id[:200],
        last_error="",
        **_FREE,
    )
    if not count and not Delivery.objects.filter(pk=row.pk).exists():
        return False  # its recipient's account was erased while it was under way
    _noted(row, provider, AttemptOutcome.OK)
    if count:
        _tell(row, State.SENT, now)
    return bool(count)


@transaction.atomic
def failed(
    lease: UUID,
    row: Delivery,
    *,
    provider: str,
    error: str,
    status: int | None = None,
    retry_after: timedelta | None = None,
) -> bool:
    """It failed for now; False where that was its last attempt, and it lies among the dead letters."""
    now, error = clock.now(), clean(error)
    if provider:
        seconds = None if retry_after is None else int(retry_after.total_seconds())
        _noted(row, provider, AttemptOutcome.TRANSIENT, status=status, error=error, retry_after=seconds)
    attempts = row.attempts + 1
    ours = Delivery.objects.filter(pk=row.pk, lease=lease, state=State.WAITING)
    if attempts >= MAX_ATTEMPTS:
        if ours.update(state=State.DEAD, attempts=attempts, last_error=error, ended_at=now, **_FREE):
            _tell(row, State.DEAD, now)
        return False
    due_at = now + wait_after(attempts, retry_after)
    ours.update(attempts=attempts, due_at=due_at, last_error=error, provider=provider, **_FREE)
    return True


@transaction.atomic
def refused(
    lease: UUID, row: Delivery, *, provider: str, error: str, status: int | None = None, state: State = State.DEAD
) -> None:
    """It was refused for good: a dead letter, or returned where there is nobody at the address."""
    error = clean(error)
    _noted(row, provider, AttemptOutcome.PERMANENT, status=status, error=error)
    ended(lease, [row], state, error, provider=provider, attempts=row.attempts + 1)


@transaction.atomic
def ended(lease: UUID, rows: Sequence[Delivery], state: State, why: str, **more: Any) -> None:
    """These are not to be sent any more, for one reason."""
    now = clock.now()
    ours = Delivery.objects.filter(pk__in=[row.pk for row in rows], lease=lease, state=State.WAITING)
    ours.update(state=state, last_error=clean(why), ended_at=now, **more, **_FREE)
    for row in rows:
        _tell(row, state, now)


def put_off(lease: UUID, row: Delivery, until: datetime, why: str = "") -> None:
    """It goes later; that is no attempt."""
    ours = Delivery.objects.filter(pk=row.pk, lease=lease, state=State.WAITING)
    ours.update(due_at=max(until, clock.now() + LEAST_WAIT), last_error=clean(why), **_FREE)


def give_up(row: Delivery, why: str) -> None:
    """It is a dead letter, whoever held it."""
    now = clock.now()
    waiting = Delivery.objects.filter(pk=row.pk, state=State.WAITING)
    if waiting.update(state=State.DEAD, last_error=clean(why), ended_at=now, **_FREE):
        _tell(row, State.DEAD, now)


def reported(row: Delivery, state: State, at: datetime) -> bool:
    """A provider says so; True where that moved the delivery. Must run in a transaction."""
    column = REPORTED[state]
    Delivery.objects.filter(pk=row.pk, **{f"{column}__isnull": True}).update(**{column: at})
    if not Delivery.objects.filter(pk=row.pk, state__in=below(state)).update(state=state, **_FREE):
        return False
    _tell(row, state, at)
    return True
