"""Sending: what is due is claimed in batches, made into messages, and handed over one by one.

The claim is committed before anything leaves the house, and each result is written down as soon as it is known, in a
transaction of its own: no transaction is open while a provider is talked to. A process that dies between a provider's
yes and that transaction leaves one message whose sending nobody knows of; it goes again under the same key.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, fields

from django.conf import settings

from notifications.delivery import claims, health
from notifications.delivery.claims import BATCH, Claim
from notifications.delivery.composing import Ready, compose
from notifications.delivery.handing import Carriers, settle
from notifications.delivery.health import Way
from notifications.delivery.providers import Result, Transient, email_providers, per_second
from notifications.types import Channel

logger = logging.getLogger(__name__)

BATCH_SECONDS = 5.0
PAUSE_SECONDS = 0.05


@dataclass(slots=True)
class Counts:
    """What a round of sending came to. `is_more` says that it stopped at its limit with more to do."""

    sent: int = 0
    failed: int = 0
    ended: int = 0
    recovered: int = 0
    is_more: bool = False

    def as_dict(self) -> dict[str, int]:
        """The numbers, as a run of a job keeps them."""
        return {item.name: int(getattr(self, item.name)) for item in fields(self)}


def send_due(
    limit: int | None = None, *, seconds: float | None = None, call_help: Callable[[], None] | None = None
) -> Counts:
    """Send what is due, until nothing is left to claim, `limit` were tried or `seconds` are over.

    Any number of workers may do this at once; `call_help` is called where there is enough for one more.
    """
    counts = Counts(recovered=claims.recover())
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        is_idle = True
        for channel in (Channel.EMAIL, Channel.PUSH):
            tried = counts.sent + counts.failed + counts.ended
            if (limit is not None and tried >= limit) or (end is not None and time.monotonic() >= end):
                counts.is_more = True
                return counts
            most = BATCH if limit is None else min(limit - tried, BATCH)
            is_idle &= not _send_some(channel, most, counts, end, call_help)
        if is_idle:
            return counts


def _send_some(
    channel: Channel, most: int, counts: Counts, end: float | None, call_help: Callable[[], None] | None
) -> bool:
    """Send one batch; False where there was nothing to send, or nobody to send it by."""
    carriers = Carriers()
    if channel == Channel.EMAIL:
        way = health.open_way(email_providers(), may_try=lambda: claims.is_due(channel))
        if way is None:
            return False
        carriers.use(way)
        rate = per_second(way.name)
        most = 1 if way.is_trial else most
        allowed = health.allowance(way.name, most, rate)
        if not allowed:
            if not claims.is_due(channel):
                return False
            time.sleep(PAUSE_SECONDS)
            return True
        held = claims.claim(channel, allowed)
        health.give_back(way.name, allowed - len(held.rows), rate)
    elif claims.is_due(channel):
        held = claims.claim(channel, most)
    else:
        return False
    if not held.rows:
        return False
    if held.is_full and call_help is not None and most == BATCH:
        call_help()
    try:
        _send_batch(held, carriers, counts, end)
    finally:
        claims.release(held)
    return True


def _send_batch(held: Claim, carriers: Carriers, counts: Counts, end: float | None) -> None:
    # A batch that takes long gives back what it has not begun: others can take it.
    stop = time.monotonic() + min(BATCH_SECONDS, settings.DELIVERY_LEASE_SECONDS / 2)
    if end is not None:
        stop = min(stop, end)
    ready = compose(held)
    held.settled |= {row.pk for row in held.rows} - {one.row.pk for one in ready}
    counts.ended += len(held.settled)
    waiting: set[tuple[object, ...]] = set()
    with ExitStack() as open_sessions:
        for number, one in enumerate(ready):
            if (number and time.monotonic() >= stop) or carriers.are_down or not claims.renew(held):
                break
            if _thread(one) not in waiting and not _hand_over(held, one, carriers, open_sessions, counts):
                waiting.add(_thread(one))


def _thread(one: Ready) -> tuple[object, ...]:
    return one.row.recipient_id, one.row.thread, one.row.target_id


def _hand_over(held: Claim, one: Ready, carriers: Carriers, open_sessions: ExitStack, counts: Counts) -> bool:
    """Hand one message over; False where later ones of its thread must now wait for it."""
    way: Way | None = carriers.for_message(one)
    if way is None:
        carriers.put_off(held, one)
        return False
    result: Result
    try:
        result = carriers.session(way, open_sessions).send(one.message)
    except Exception as error:
        # A provider answers with results; this one cannot even be asked.
        logger.exception("the provider %s failed", way.name)
        result = Transient(f"{type(error).__name__}: {error}", is_providers=True)
    outcome = settle(held, one, way, result, carriers)
    held.settled.add(one.row.pk)
    if outcome == "sent":
        counts.sent += 1
    else:
        counts.failed += 1
    return outcome != "again"
