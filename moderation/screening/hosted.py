"""The hosted analyser: a service that gets a text and gives scores, asked by jobs alone.

It gets `{"id", "kind", "text"}` and answers 200 with `{"id": the same, "scores": {"spam": 0.1, "toxicity": 0.0}}`. A
time-out, another status, another id or scores that are none are failures. After `FAILURES` in a row the circuit is
open: for `OPEN_SECONDS` nobody asks, then one question tries whether it can be closed. Each process keeps its own.
"""

from __future__ import annotations

import time
from threading import Lock

import msgspec
from django.conf import settings

from config.fetching.errors import FetchError
from config.fetching.posting import post_json
from moderation.screening.analysing import AnalyserBroken, Scores, checked

FAILURES = 5
OPEN_SECONDS = 60.0


class Said(msgspec.Struct):
    """The service's answer; what else is in it is passed over."""

    id: str
    scores: dict[str, float]


class Breaker:
    """Counts failures in a row, and says whether it is worth asking."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.reset()

    def reset(self) -> None:
        """Close the circuit."""
        self._failures, self._opened_at = 0, float("-inf")

    def may_ask(self) -> bool:
        """Whether to ask now. Where the circuit has been open for long enough, one asker is let through."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if time.monotonic() - self._opened_at < OPEN_SECONDS:
                return False
            self._opened_at = time.monotonic()
            return True

    def told(self, *, is_good: bool) -> None:
        """How a question went."""
        with self._lock:
            self._failures = 0 if is_good else self._failures + 1
            if self._failures >= FAILURES:
                self._opened_at = time.monotonic()


breaker = Breaker()


def is_configured() -> bool:
    """Whether there is a hosted analyser."""
    return bool(settings.SCREENING_ANALYSER_URL)


def ask(kind: str, thing_id: str, text: str) -> Scores:
    """The service's scores of a text; `AnalyserBroken` where there are none that can be believed."""
    try:
        scores = _ask(kind, thing_id, text)
    except AnalyserBroken:
        breaker.told(is_good=False)
        raise
    breaker.told(is_good=True)
    return scores


def _ask(kind: str, thing_id: str, text: str) -> Scores:
    token = settings.SCREENING_ANALYSER_TOKEN
    try:
        answer = post_json(
            settings.SCREENING_ANALYSER_URL,
            msgspec.json.encode({"id": thing_id, "kind": kind, "text": text}),
            headers=[("Authorization", f"Bearer {token}")] if token else [],
            seconds=settings.SCREENING_ANALYSER_SECONDS,
        )
    except FetchError as error:
        raise AnalyserBroken(error.code) from None
    if answer.status != 200:
        raise AnalyserBroken(f"http_{answer.status}")
    try:
        said = msgspec.json.decode(answer.body, type=Said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise AnalyserBroken("malformed_answer") from None
    if said.id != thing_id:
        raise AnalyserBroken("another_id")
    return checked(said.scores)
