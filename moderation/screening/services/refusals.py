"""Writing down which texts were refused, once the transactions they stood in are gone."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction

from moderation.screening.choices import Outcome, Settled
from moderation.screening.models import Screening, ScreeningReason, ScreeningRule
from moderation.screening.refusals import waiting


@transaction.atomic
def write_refusals() -> int:
    """Write what this process has refused since; returns how many. Accounts that came to nothing leave no name."""
    taken = waiting.take()
    if not taken:
        return 0
    authors = {refusal.author_id for refusal in taken}
    known = set(get_user_model()._default_manager.filter(pk__in=authors).values_list("pk", flat=True))
    ids = {each.rule.id for refusal in taken for each in refusal.findings if each.rule and each.rule.id}
    rules = set(ScreeningRule.objects.filter(pk__in=ids).values_list("pk", flat=True))
    rows, reasons = [], []
    for refusal in taken:
        row = Screening(
            kind=refusal.kind,
            thing_id=refusal.thing_id,
            author_id=refusal.author_id if refusal.author_id in known else None,
            outcome=Outcome.REJECT,
            excerpt=refusal.excerpt,
            settled_at=refusal.at,
            settled_as=Settled.REFUSED,
            created_at=refusal.at,
        )
        rows.append(row)
        reasons += [
            ScreeningReason(
                screening=row,
                rule_id=finding.rule.id if finding.rule and finding.rule.id in rules else None,
                code=finding.code,
                outcome=finding.outcome,
                matched=finding.matched,
                at=refusal.at,
            )
            for finding in {finding.code: finding for finding in refusal.findings}.values()
        ]
    Screening.objects.bulk_create(rows)
    ScreeningReason.objects.bulk_create(reasons)
    return len(rows)
