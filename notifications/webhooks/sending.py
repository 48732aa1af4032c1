"""Sending: messages are claimed one an endpoint, made into bodies, and posted by threads; this one keeps the books.

A thread does nothing but its POST, by the safe fetch; the database is asked and written by whoever called, so no
transaction is open while a stranger is talked to. The claim is committed before, each result is written down as soon
as it is known. A process that dies between leaves messages whose leases end, and which go again under the same id.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec

from config import clock, fetching
from config.secrets import CannotBeOpened
from notifications.webhooks import claims, recording, signing
from notifications.webhooks.models import WebhookEndpoint, WebhookMessage
from notifications.webhooks.opened import TESTED
from notifications.webhooks.recording import Result
from notifications.webhooks.seeing import may_go_out

logger = logging.getLogger(__name__)

SECONDS = 15.0
ANSWER_CAP = 4_096
AT_ONCE = 8
# How long a result is waited for before it is looked whether something else has come due.
LOOK_SECONDS = 0.5
USER_AGENT = "SigmaPlayground/1 (webhooks)"
SEALED_OTHERWISE = "The secret cannot be opened: the installation's keys are others now. Rotate it."


@dataclass(slots=True)
class Counts:
    """What a round of sending came to. `is_more` says that its time was over before its work."""

    sent: int = 0
    failed: int = 0
    withheld: int = 0
    lost: int = 0
    recovered: int = 0
    is_more: bool = False

    def as_dict(self) -> dict[str, int]:
        """The numbers, as a run of a job keeps them."""
        return {item.name: int(getattr(self, item.name)) for item in fields(self)}


class Sender:
    """Up to eight messages under way at a time, each to another endpoint."""

    def __init__(self) -> None:
        self.counts = Counts()
        self._under_way: dict[UUID, WebhookMessage] = {}
        self._done: queue.SimpleQueue[tuple[UUID, Result]] = queue.SimpleQueue()

    @property
    def is_busy(self) -> bool:
        return bool(self._under_way)

    @property
    def is_full(self) -> bool:
        return len(self._under_way) >= AT_ONCE

    def begin(self) -> bool:
        """Fill the free places with what is due; whether anything was there."""
        free = AT_ONCE - len(self._under_way)
        taken = claims.claim(uuid4(), free) if free else []
        for number, row in enumerate(taken):
            try:
                self._start(row)
            except BaseException:
                for left in taken[number:]:
                    recording.given_back(left)
                raise
        return bool(taken)

    def settle(self, seconds: float) -> bool:
        """Wait so long for the next result, and write it down; False where none came."""
        try:
            message_id, result = self._done.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return False
        row = self._under_way.pop(message_id, None)
        if row is not None:
            self._count(recording.settled(row, result))
        return True

    def _start(self, row: WebhookMessage) -> None:
        if row.type != TESTED and not may_go_out(row.type, row.data):
            self._count(recording.withheld(row))
            return
        now, body = clock.now(), body_of(row)
        try:
            keys = keys_of(row.endpoint, now)
        except CannotBeOpened:
            self._count(recording.settled(row, Result(started_at=now, duration_ms=0, error=SEALED_OTHERWISE)))
            return
        headers = [("Content-Type", "application/json"), *signing.headers(row.pk, now, body, keys)]
        self._under_way[row.pk] = row
        # Daemons: a process that ends does not wait for strangers.
        post = threading.Thread(
            target=_post, args=(self._done, row.pk, row.endpoint.url, body, headers, now), name="webhook", daemon=True
        )
        post.start()

    def _count(self, outcome: recording.SettledAs) -> None:
        setattr(self.counts, outcome, getattr(self.counts, outcome) + 1)


def body_of(row: WebhookMessage) -> bytes:
    """The body, the same at every attempt."""
    at = row.occurred_at.astimezone(UTC)
    return msgspec.json.encode({"type": row.type, "timestamp": at, "data": row.data})


def keys_of(endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """What an endpoint's messages are signed with: while its secret is rotated, the one before it as well."""
    keys = [signing.opened(endpoint.secret, endpoint.pk)]
    if endpoint.previous_secret and endpoint.previous_until is not None and endpoint.previous_until > now:
        keys.append(signing.opened(endpoint.previous_secret, endpoint.pk))
    return keys


def _post(
    done: queue.SimpleQueue[tuple[UUID, Result]],
    message_id: UUID,
    url: str,
    body: bytes,
    headers: list[tuple[str, str]],
    at: datetime,
) -> None:
    begun = time.monotonic()

    def took() -> int:
        return round((time.monotonic() - begun) * 1000)

    try:
        raw = fetching.post(url, body, headers=headers, cap=ANSWER_CAP, seconds=SECONDS, agent=USER_AGENT)
    except fetching.FetchError as error:
        result = Result(started_at=at, duration_ms=took(), error=str(error))
    except Exception as error:  # whatever it is, the message must not stay under way
        logger.exception("a webhook could not be posted")
        result = Result(started_at=at, duration_ms=took(), error=type(error).__name__)
    else:
        answer = raw.body.decode("utf-8", "replace")
        result = Result(at, took(), raw.status, answer, "", raw.first("retry-after"))
    done.put((message_id, result))


def send_due(*, seconds: float | None = None, call_help: Callable[[], None] | None = None) -> Counts:
    """Send what is due, until nothing is left to claim or `seconds` are over; waits for what is under way.

    Any number of processes may do this at once; `call_help` is called where there is enough for one more.
    """
    sender = Sender()
    sender.counts.recovered = claims.recover()
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        is_over = end is not None and time.monotonic() >= end
        began = not is_over and sender.begin()
        if call_help is not None and sender.is_full:
            call_help()
            call_help = None
        if sender.is_busy:
            sender.settle(LOOK_SECONDS)
        elif not began:
            sender.counts.is_more = is_over and claims.is_due()
            return sender.counts


_embedded = Sender()


def send_a_little(seconds: float) -> bool:
    """For the embedded runner: begin what is due and settle what comes within `seconds`; whether there is more.

    What is still under way then is settled by a later call, so that a slow stranger holds up neither the others nor
    the end of the process.
    """
    end = time.monotonic() + seconds
    claims.recover()
    while time.monotonic() < end:
        began = _embedded.begin()
        if _embedded.is_busy:
            _embedded.settle(min(end - time.monotonic(), LOOK_SECONDS))
        elif not began:
            return False
    return True
