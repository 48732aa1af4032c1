"""The port that everyone who writes texts calls: what is to become of this one?

It runs inside the writing transaction. A text that is allowed costs no row; one that is flagged or held leaves a row
and an event in the same transaction; a refused one is noted once that transaction is gone (`refusals`).
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from config import clock, context, entities
from moderation.screening import hosted, refusals
from moderation.screening.ages import age_of
from moderation.screening.analysing import AnalyserBroken, local_scores
from moderation.screening.choices import Outcome
from moderation.screening.excerpts import digest_of
from moderation.screening.memory import memory
from moderation.screening.models import WritingTrace
from moderation.screening.normalising import Reading, read
from moderation.screening.queries import traces_of, was_released
from moderation.screening.ruleset import Finding, RuleSet, worst
from moderation.screening.services.analysis import ask_analysis
from moderation.screening.services.keeping import keep_screening

log = logging.getLogger(__name__)

LONGEST = 100_000
"""Characters that are looked at; a longer text is refused by its length, before anything else is done with it."""


def screen(kind: str, thing_id: UUID | None, text: str, author_id: UUID) -> entities.Verdict:
    """What is to become of a text that `author_id` writes; see `config.entities.screen`."""
    if len(text) > LONGEST:
        return _refused(kind, thing_id, author_id, [Finding("too_long", Outcome.REJECT)], text[:1_000])
    rules, age = memory.rules(), age_of(author_id)
    reading, found = _judged(rules, kind, text, age)
    if worst(found) == Outcome.REJECT:
        return _refused(kind, thing_id, author_id, found, text)
    found += _paced(rules, kind, thing_id, reading, author_id, age)
    outcome = worst(found)
    if outcome == Outcome.REJECT:
        return _refused(kind, thing_id, author_id, found, text)
    if outcome != Outcome.ALLOW and _was_released(kind, thing_id, text, found):
        outcome, found = Outcome.ALLOW, []
    if outcome != Outcome.ALLOW:
        keep_screening(kind=kind, thing_id=thing_id, author_id=author_id, findings=found, text=text)
    if thing_id is not None and hosted.is_configured():
        ask_analysis(kind=kind, thing_id=thing_id)
    return entities.Verdict(entities.Outcome(outcome), tuple(finding.code for finding in found))


def in_text(rules: RuleSet, kind: str, text: str, age: timedelta) -> tuple[Reading, list[Finding]]:
    """What the rules find in a text, an analyser's scores included, without looking at what was written before."""
    reading = read(text)
    found = rules.in_text(kind, reading, age)
    if rules.asks_scores and text:
        try:
            found += rules.in_scores(kind, local_scores(kind, text), age)
        except AnalyserBroken as broken:
            log.warning("the analyser of texts is broken: %s", broken.code)
            found.append(Finding("analyser_failed", Outcome.FLAG, matched=broken.code))
    return reading, found


def _judged(rules: RuleSet, kind: str, text: str, age: timedelta) -> tuple[Reading | None, list[Finding]]:
    """As `in_text`; a defect of ours flags the text and does not lose it."""
    try:
        return in_text(rules, kind, text, age)
    except Exception:
        log.exception("a text could not be screened and is flagged")
        return None, [Finding("screening_failed", Outcome.FLAG)]


def _paced(
    rules: RuleSet, kind: str, thing_id: UUID | None, reading: Reading | None, author_id: UUID, age: timedelta
) -> list[Finding]:
    """What the author's pace gives reason for. It counts what authors write themselves: imports and jobs have none."""
    if rules.looks_back is None or reading is None or thing_id is None or not settings.THROTTLES:
        return []
    if context.current().actor_id != author_id:
        return []
    now = clock.now()
    before = traces_of(author_id, now - rules.looks_back)
    WritingTrace.objects.create(author_id=author_id, thing_id=thing_id, digest=reading.digest, at=now)
    return rules.in_pace(kind, thing_id, reading.digest, age, before, now)


def _was_released(kind: str, thing_id: UUID | None, text: str, found: list[Finding]) -> bool:
    """A moderator has looked at this very text: changing something else of the thing does not catch it again."""
    if thing_id is None:
        return False
    return was_released(kind, thing_id, digest_of(text), {finding.code for finding in found})


def _refused(kind: str, thing_id: UUID | None, author_id: UUID, found: list[Finding], text: str) -> entities.Verdict:
    refusals.note(kind=kind, thing_id=thing_id, author_id=author_id, findings=found, text=text)
    return entities.Verdict(entities.Outcome.REJECT, tuple(finding.code for finding in found))
