"""Keeping what screening said of a text, and telling of it, in the writing transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from config import clock, context
from config.db import insert_once
from config.events import record
from moderation.screening.choices import SEVERITY, Outcome
from moderation.screening.events import ContentFlagged, ContentHeld
from moderation.screening.excerpts import digest_of, excerpt_of
from moderation.screening.models import Screening, ScreeningReason
from moderation.screening.queries import open_screenings
from moderation.screening.ruleset import Finding, worst


@transaction.atomic
def keep_screening(
    *, kind: str, thing_id: UUID | None, author_id: UUID, findings: Sequence[Finding], text: str
) -> Screening:
    """Keep that a text was flagged or held, and why. A thing has one open row: what comes again is added to it."""
    outcome = worst(findings)
    made = Screening(
        kind=kind,
        thing_id=thing_id,
        author_id=author_id,
        outcome=outcome,
        excerpt=excerpt_of(text, findings),
        text_digest=digest_of(text),
    )
    is_new = insert_once(made)
    kept = made if is_new or thing_id is None else _held_open(kind, thing_id)
    if kept is None:  # settled between the two statements; the next one makes its own
        made.save(force_insert=True)
        kept, is_new = made, True
    is_news = is_new or _is_news(kept, made, findings)
    if not is_new:
        kept.outcome = outcome if SEVERITY[outcome] > SEVERITY[kept.outcome] else kept.outcome
        kept.excerpt, kept.text_digest = made.excerpt, made.text_digest
        kept.save(update_fields=["outcome", "excerpt", "text_digest"])
    add_reasons(kept, findings)
    if is_news:
        told = ContentHeld if outcome == Outcome.HOLD else ContentFlagged
        record(
            told(
                actor_id=context.current().actor_id,
                screening_id=kept.pk,
                kind=kind,
                thing_id=thing_id,
                reasons=[finding.code for finding in findings],
            )
        )
    return kept


def _held_open(kind: str, thing_id: UUID) -> Screening | None:
    """The open row of a thing, locked: nobody settles it while something is added."""
    rows = open_screenings().filter(kind=kind, thing_id=thing_id)
    return rows.select_for_update(no_key=True).first()


def _is_news(kept: Screening, made: Screening, findings: Sequence[Finding]) -> bool:
    """Whether what comes to an open row is graver, for another reason, or about another text."""
    if SEVERITY[made.outcome] > SEVERITY[kept.outcome] or made.text_digest != kept.text_digest:
        return True
    known = set(ScreeningReason.objects.filter(screening=kept).values_list("code", flat=True))
    return any(finding.code not in known for finding in findings)


def add_reasons(kept: Screening, findings: Sequence[Finding]) -> None:
    """Write the reasons of a row; one that is there already stays as it was."""
    now = clock.now()
    rows = [
        ScreeningReason(
            screening=kept,
            rule_id=finding.rule.id if finding.rule else None,
            code=finding.code,
            outcome=finding.outcome,
            matched=finding.matched,
            at=now,
        )
        for finding in findings
    ]
    ScreeningReason.objects.bulk_create(rows, ignore_conflicts=True)
