"""The hosted analyser's part: what waits for it, asking it, and what its scores then do to a text that is out already.

A text is never touched by a failure. After five tries, or an hour, it is flagged and the row stays to be retried.
"""

from __future__ import annotations

import logging
import random
import time
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from config import clock, entities
from moderation.screening import hosted
from moderation.screening.ages import age_of
from moderation.screening.analysing import AnalyserBroken, Scores
from moderation.screening.choices import Outcome
from moderation.screening.excerpts import digest_of
from moderation.screening.memory import memory
from moderation.screening.models import PendingAnalysis
from moderation.screening.queries import open_screening_of, was_released
from moderation.screening.ruleset import Finding
from moderation.screening.services.keeping import keep_screening
from moderation.screening.services.settling import clear
from moderation.screening.services.showing import hide_thing, hold_thing

log = logging.getLogger(__name__)

TRIES = 5
GIVEN_UP_AFTER = timedelta(hours=1)
LEASE = timedelta(minutes=2)
BACKOFF = timedelta(seconds=15)
MOST_A_RUN = 500
RUN_SECONDS = 60.0
FAILED = "analyser_failed"


def ask_analysis(*, kind: str, thing_id: UUID) -> None:
    """Have the hosted analyser look at a thing's text, once the transaction that writes it is committed."""
    now = clock.now()
    row = PendingAnalysis(kind=kind, thing_id=thing_id, asked_at=now, due_at=now)
    again = ["asked_at", "due_at", "tries", "problem", "given_up_at"]
    PendingAnalysis.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["kind", "thing_id"], update_fields=again
    )


def run_analyses(*, most: int = MOST_A_RUN, seconds: float = RUN_SECONDS) -> dict[str, int]:
    """Ask about what is due, one by one, until it is done, the time is up, or the circuit is open."""
    counts = {"analysed": 0, "caught": 0, "failed": 0}
    end = time.monotonic() + seconds
    if not hosted.is_configured():
        return counts
    due = Q(given_up_at__isnull=True, due_at__lte=clock.now())
    for row in PendingAnalysis.objects.filter(due).order_by("due_at", "pk")[:most]:
        if time.monotonic() > end:
            break
        if not hosted.breaker.may_ask():
            _give_up_old(due)
            break
        if _claimed(row):
            counts[_look(row)] += 1
    return counts


def retry_analyses() -> int:
    """Have everything that waits or was given up asked about anew, now; returns how many."""
    hosted.breaker.reset()
    now = clock.now()
    return PendingAnalysis.objects.update(asked_at=now, due_at=now, tries=0, problem="", given_up_at=None)


def _claimed(row: PendingAnalysis) -> bool:
    """Take the row for a while, so that no other process asks as well."""
    mine = PendingAnalysis.objects.filter(pk=row.pk, due_at=row.due_at, given_up_at__isnull=True)
    return bool(mine.update(due_at=clock.now() + LEASE, tries=F("tries") + 1))


def _look(row: PendingAnalysis) -> str:
    """Ask about one thing, outside of any transaction; `analysed`, `caught` or `failed`."""
    written = _text_of(row)
    if written is None:
        _as_asked(row).delete()
        return "analysed"
    try:
        scores = hosted.ask(row.kind, str(row.thing_id), written.text)
    except AnalyserBroken as broken:
        _failed(row, broken.code)
        return "failed"
    return "caught" if _apply(row, written, scores) else "analysed"


def _text_of(row: PendingAnalysis) -> entities.Written | None:
    """The text as it is now; None where the thing is gone, or its kind cannot be read."""
    try:
        written = entities.kind(row.kind).written
    except entities.UnknownKind:
        return None
    return written([row.thing_id]).get(row.thing_id) if written else None


@transaction.atomic
def _apply(row: PendingAnalysis, written: entities.Written, scores: Scores) -> bool:
    """Flag or hold by the scores. A text that is out already is not refused any more: it is held.

    Scores of a text that was changed meanwhile say nothing: it was asked about anew. That is known at the end, when
    what an edit locks is held in its order: the thing, its screening, what waits.
    """
    hold_thing(row.kind, row.thing_id)
    found = _findings(row, written, scores)
    if any(each.outcome == Outcome.HOLD for each in found):
        hide_thing(row.kind, row.thing_id)
    if found:
        keep_screening(
            kind=row.kind, thing_id=row.thing_id, author_id=written.author_id, findings=found, text=written.text
        )
    else:
        _clear_failure(row)
    if not _as_asked(row).delete()[0]:
        transaction.set_rollback(True)
        return False
    return bool(found)


def _findings(row: PendingAnalysis, written: entities.Written, scores: Scores) -> list[Finding]:
    """What the scores give reason for, without what a moderator has let this very text stand with."""
    found = [
        replace(each, outcome=min(each.outcome, Outcome.HOLD, key=_grade))
        for each in memory.rules().in_scores(row.kind, scores, age_of(written.author_id))
    ]
    digest = digest_of(written.text)
    return [each for each in found if not was_released(row.kind, row.thing_id, digest, {each.code})]


def _clear_failure(row: PendingAnalysis) -> None:
    """Settle a flag that only said that there were no scores. What was held stays so until a moderator has looked."""
    flagged = open_screening_of(row.kind, row.thing_id)
    if flagged is not None and set(flagged.reasons.values_list("code", flat=True)) == {FAILED}:
        clear(flagged)


def _as_asked(row: PendingAnalysis) -> QuerySet[PendingAnalysis]:
    """The row, unless its text was changed meanwhile: then it was asked about anew."""
    return PendingAnalysis.objects.filter(pk=row.pk, asked_at=row.asked_at)


def _grade(outcome: str) -> int:
    return Outcome.values.index(outcome)


def _failed(row: PendingAnalysis, code: str) -> None:
    """Try again later; or, after the last try, give it up."""
    now, tries = clock.now(), row.tries + 1
    if tries < TRIES and now - row.asked_at < GIVEN_UP_AFTER:
        wait = BACKOFF * 2**tries * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        _as_asked(row).update(due_at=now + wait, problem=code)
        return
    _give_up(row, code)


def _give_up_old(due: Q) -> None:
    """While the circuit is open nobody is asked; what has waited for an hour is flagged all the same."""
    old = PendingAnalysis.objects.filter(due, asked_at__lt=clock.now() - GIVEN_UP_AFTER).order_by("pk")
    for row in old[:MOST_A_RUN]:
        _give_up(row, "circuit_open")


@transaction.atomic
def _give_up(row: PendingAnalysis, code: str) -> None:
    """Flag the text as it is now and let it be; nothing where it was changed, or given up by somebody else."""
    hold_thing(row.kind, row.thing_id)
    written = _text_of(row)
    if written is not None and not was_released(row.kind, row.thing_id, digest_of(written.text), {FAILED}):
        keep_screening(
            kind=row.kind,
            thing_id=row.thing_id,
            author_id=written.author_id,
            findings=[Finding(FAILED, Outcome.FLAG, matched=code)],
            text=written.text,
        )
    if not _as_asked(row).filter(given_up_at__isnull=True).update(given_up_at=clock.now(), problem=code):
        transaction.set_rollback(True)
        return
    log.warning("the hosted analyser gave no scores for a %s: %s", row.kind, code)
