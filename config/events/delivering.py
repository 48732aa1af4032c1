"""Delivery: what is owed is claimed in batches and done one by one, each in a transaction of its own.

The delivery's row is deleted first and the subscriber runs after it in the same transaction: the deletion proves that
the row is still ours and locks it, and both take effect together or not at all. So whatever a subscriber writes to this
database happens exactly once, however often it is tried.
"""

from __future__ import annotations

import logging
import random
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from config import clock, context
from config.db import is_postgres
from config.events import subscriptions
from config.events.claims import BATCH, Claim, claim, recover, release
from config.events.models import Delivery, DeliveryState

logger = logging.getLogger(__name__)

FIRST_BACKOFF_SECONDS = 5
BACKOFF_FACTOR = 3
LONGEST_BACKOFF_SECONDS = 3600
ERROR_LENGTH = 4000
BATCH_SECONDS = 2.0


@dataclass(slots=True)
class Counts:
    """What a round of delivering came to. `is_more` says that it stopped at its limit with more to do."""

    delivered: int = 0
    failed: int = 0
    parked: int = 0
    recovered: int = 0
    is_more: bool = False

    def as_dict(self) -> dict[str, int]:
        """The numbers, as a run of a job keeps them."""
        return {item.name: int(getattr(self, item.name)) for item in fields(self)}


class CodeIsGone(LookupError):
    """No event or subscriber has the name in the log any more; trying again cannot help."""


def deliver_owed(
    limit: int | None = None, *, seconds: float | None = None, call_help: Callable[[], None] | None = None
) -> Counts:
    """Deliver what is owed and due, until nothing is left to claim, `limit` were tried or `seconds` are over.

    Any number of workers may do this at once; `call_help` is called where there is enough for one more. Whatever stops
    it, what it has claimed and not begun is given back.
    """
    counts = Counts(recovered=recover())
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        tried = counts.delivered + counts.failed
        if (limit is not None and tried >= limit) or (end is not None and time.monotonic() >= end):
            counts.is_more = True
            return counts
        held = claim() if limit is None else claim(min(limit - tried, BATCH))
        if not held.deliveries:
            return counts
        if held.is_full and call_help is not None:
            call_help()
        _deliver_batch(held, counts, end)


def _deliver_batch(held: Claim, counts: Counts, end: float | None) -> None:
    # A batch that takes long gives back what it has not begun: others can take it, and no lease needs renewing.
    stop = time.monotonic() + min(BATCH_SECONDS, settings.EVENTS_LEASE_SECONDS / 2)
    if end is not None:
        stop = min(stop, end)
    waiting: set[tuple[str, str]] = set()
    done = 0
    try:
        for delivery in held.deliveries:
            if done and time.monotonic() >= stop:
                break
            if (delivery.subscriber, delivery.subject) not in waiting and not _deliver(held, delivery, counts):
                waiting.add((delivery.subscriber, delivery.subject))
            done += 1
    finally:
        if done < len(held.deliveries) or waiting:
            release(held.lease)


def _deliver(held: Claim, delivery: Delivery, counts: Counts) -> bool:
    """Do one delivery; False where later ones of its subscriber and subject must now wait for it."""
    event = delivery.event
    cause = context.Context(request_id=event.request_id, actor_id=event.actor_id)
    try:
        with context.within(cause), transaction.atomic():
            if not _take_off(held, delivery):
                return False
            subscriber = subscriptions.subscriber(delivery.subscriber)
            if subscriber is None:
                raise CodeIsGone(f"No subscriber has the name {delivery.subscriber!r} any more.")
            try:
                decoded = event.decoded()
            except LookupError:
                raise CodeIsGone(f"No event has the name {event.name!r} any more.") from None
            subscriber.call(decoded, event)
    except Exception as error:
        return _note_failure(held, delivery, error, counts)
    counts.delivered += 1
    return True


def _take_off(held: Claim, delivery: Delivery) -> bool:
    """Delete the row if it is still ours; with the subscriber's effects, or not at all."""
    if not is_postgres():
        deleted, _ = Delivery.objects.filter(pk=delivery.pk, lease=held.lease).delete()
        return bool(deleted)
    with connection.cursor() as cursor:
        # Not waiting for the disk at commit is safe here: mark and effect are in one transaction, so a crash of the
        # database server loses both, and the delivery is owed again.
        cursor.execute(
            "DELETE FROM events_delivery WHERE id = %s AND lease = %s"
            " RETURNING set_config('synchronous_commit', 'off', true)",
            [delivery.pk, held.lease],
        )
        return cursor.rowcount == 1


def _note_failure(held: Claim, delivery: Delivery, error: Exception, counts: Counts) -> bool:
    attempts = delivery.attempts + 1
    is_last = attempts >= settings.EVENTS_MAX_ATTEMPTS or isinstance(error, CodeIsGone)
    text = str(error) if isinstance(error, CodeIsGone) else "".join(traceback.format_exception(error))
    log = logger.error if is_last else logger.warning
    log("delivery of %s to %s failed, attempt %s", delivery.event, delivery.subscriber, attempts, exc_info=error)
    counts.failed += 1
    with transaction.atomic():
        ours = Delivery.objects.filter(pk=delivery.pk, lease=held.lease).update(
            attempts=F("attempts") + 1,
            state=DeliveryState.PARKED if is_last else DeliveryState.PENDING,
            due_at=clock.now() + backoff(attempts),
            lease=None,
            leased_until=None,
            last_error=text.replace("\0", "")[-ERROR_LENGTH:],
        )
        if ours and is_last:
            counts.parked += 1
            return True
        # Given back at once, not at the end: the first row under a lease must always be the one that runs.
        release(held.lease, subscriber=delivery.subscriber, subject=delivery.subject)
    return False


def backoff(attempts: int) -> timedelta:
    """How long to wait after that many failed attempts: three times as long each time, give or take a fifth."""
    seconds = min(FIRST_BACKOFF_SECONDS * BACKOFF_FACTOR ** (attempts - 1), LONGEST_BACKOFF_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
