"""Writing down what became of a message, and what it says of its endpoint.

Every change of a message is a conditional UPDATE: it holds only while the lease is the writer's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.db import transaction

from config import clock
from config.audit import note
from config.events import record
from notifications.delivery.retrying import MAX_ATTEMPTS, read_retry_after, wait_after
from notifications.webhooks.choices import DisabledBecause, EndpointState, MessageState
from notifications.webhooks.events import WebhookDisabled
from notifications.webhooks.models import (
    LONGEST_ANSWER,
    LONGEST_ERROR,
    WebhookAttempt,
    WebhookEndpoint,
    WebhookMessage,
)

SettledAs = Literal["sent", "failed", "withheld", "lost"]

GONE = 410
_ASKS_TO_WAIT = (429, 503)
FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=5)
_FREE: dict[str, Any] = {"lease": None, "leased_until": None}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one POST: a status with the beginning of the answer, or the error that left none."""

    started_at: datetime
    duration_ms: int
    status: int | None = None
    answer: str = ""
    error: str = ""
    retry_after: str = ""

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def rest_after(failures: int) -> timedelta:
    """How long an endpoint is left alone after so many failures in a row: twice as long each time, up to 5 minutes."""
    return min(FIRST_REST * 2 ** min(failures - 1, 10), LONGEST_REST)


def _clean(text: str, most: int) -> str:
    return text.replace("\0", "")[:most]


def _ours(row: WebhookMessage) -> Any:
    return WebhookMessage.objects.filter(pk=row.pk, lease=row.lease, state=MessageState.WAITING)


@transaction.atomic
def settled(row: WebhookMessage, result: Result) -> SettledAs:
    """Write down an attempt; `lost` where the message is somebody else's by now, or gone with its endpoint."""
    now = clock.now()
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=row.endpoint_id).first()
    if endpoint is None or not WebhookMessage.objects.filter(pk=row.pk).exists():
        return "lost"
    _noted(row, result)
    if result.is_good:
        good = {"state": MessageState.SENT, "last_error": "", "ended_at": now, "attempts": row.attempts + 1}
        done = _ours(row).update(**good, **_FREE)
        _well(endpoint)
        return "sent" if done else "lost"
    error = _clean(result.error or f"It answered {result.status}.", LONGEST_ERROR)
    wanted = read_retry_after(result.retry_after) if result.status in _ASKS_TO_WAIT else None
    is_over = result.status == GONE or endpoint.state == EndpointState.DISABLED
    is_last = is_over or row.attempts + 1 >= MAX_ATTEMPTS
    done = _failed(row, error, now, wanted, is_last=is_last)
    if not done:
        return "lost"
    _badly(endpoint, now, wanted)
    if result.status == GONE:
        disable(endpoint, DisabledBecause.GONE)
    elif _fails_for_too_long(endpoint, now):
        disable(endpoint, DisabledBecause.FAILING)
    return "failed"


def _noted(row: WebhookMessage, result: Result) -> None:
    WebhookAttempt.objects.create(
        message_id=row.pk,
        at=result.started_at,
        status=result.status,
        duration_ms=result.duration_ms,
        error=_clean(result.error, LONGEST_ERROR),
        answer=_clean(result.answer, LONGEST_ANSWER),
    )


def _failed(row: WebhookMessage, error: str, now: datetime, wanted: timedelta | None, *, is_last: bool) -> bool:
    attempts = row.attempts + 1
    if is_last:
        dead = {"state": MessageState.DEAD, "ended_at": now, "attempts": attempts, "last_error": error}
        return bool(_ours(row).update(**dead, **_FREE))
    later = {"attempts": attempts, "due_at": now + wait_after(attempts, wanted), "last_error": error}
    return bool(_ours(row).update(**later, **_FREE))


def _well(endpoint: WebhookEndpoint) -> None:
    if endpoint.failures or endpoint.rests_until:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=0, failing_since=None, rests_until=None)


def _badly(endpoint: WebhookEndpoint, now: datetime, wanted: timedelta | None) -> None:
    """The endpoint rests; where it said for how long, all of its messages wait that long."""
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    rests = max(rest_after(endpoint.failures), wanted or timedelta())
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        failures=endpoint.failures, failing_since=endpoint.failing_since, rests_until=now + rests
    )


def _fails_for_too_long(endpoint: WebhookEndpoint, now: datetime) -> bool:
    since = endpoint.failing_since or now
    return endpoint.failures >= MAX_ATTEMPTS and now - since >= timedelta(days=settings.WEBHOOKS_DISABLED_AFTER_DAYS)


def disable(endpoint: WebhookEndpoint, reason: DisabledBecause) -> None:
    """Send there no more, give up what waits, and tell who registered it. Must run in a transaction."""
    now = clock.now()
    standing = WebhookEndpoint.objects.filter(pk=endpoint.pk).exclude(state=EndpointState.DISABLED)
    changed = {"state": EndpointState.DISABLED, "disabled_at": now, "disabled_because": reason}
    if not standing.update(**changed, version=endpoint.version + 1, updated_at=now):
        return
    give_up_waiting(endpoint, "The endpoint was disabled.")
    after = {"state": "disabled", "because": reason.value}
    note(action="webhook.disabled", actor=None, target=("webhook", endpoint.pk), after=after)
    record(
        WebhookDisabled(endpoint_id=endpoint.pk, maker_id=endpoint.made_by_id, host=endpoint.host, reason=reason.value)
    )


def give_up_waiting(endpoint: WebhookEndpoint, why: str) -> None:
    """What nobody is sending at this moment becomes a dead letter."""
    waiting = WebhookMessage.objects.filter(endpoint=endpoint, state=MessageState.WAITING, leased_until__isnull=True)
    waiting.update(state=MessageState.DEAD, ended_at=clock.now(), last_error=why)


def withheld(row: WebhookMessage) -> SettledAs:
    """It does not go out: not everyone may see what it is about."""
    held = {"state": MessageState.WITHHELD, "ended_at": clock.now(), "last_error": ""}
    return "withheld" if _ours(row).update(**held, **_FREE) else "lost"


def given_back(row: WebhookMessage) -> None:
    """As if it had not been claimed."""
    _ours(row).update(**_FREE)


@transaction.atomic
def lost(row: WebhookMessage) -> bool:
    """The process that sent it ended without a result: an attempt, of which nobody knows how it went."""
    now, why = clock.now(), "The process that sent it ended without a result."
    if not _failed(row, why, now, None, is_last=row.attempts + 1 >= MAX_ATTEMPTS):
        return False
    _noted(row, Result(started_at=now, duration_ms=0, error=why))
    return True
