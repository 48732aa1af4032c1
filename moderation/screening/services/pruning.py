"""Taking away what nobody needs any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from config import clock
from moderation.screening.choices import Settled
from moderation.screening.models import PendingAnalysis, RuleTrial, Screening, WritingTrace

TRACES_KEPT = timedelta(days=1)
REFUSED_KEPT = timedelta(days=30)
SETTLED_KEPT = timedelta(days=365)
TRIALS_KEPT = timedelta(days=90)
GIVEN_UP_KEPT = timedelta(days=30)


AT_A_TIME = 1_000


def prune() -> dict[str, int]:
    """Drop old traces, refusals, settled rows, trials and given-up analyses, a thousand at a time; open rows stay."""
    now = clock.now()
    return {
        "traces": _drop(WritingTrace.objects.filter(at__lt=now - TRACES_KEPT)),
        "screenings": _drop(Screening.objects.filter(settled_as=Settled.REFUSED, settled_at__lt=now - REFUSED_KEPT))
        + _drop(Screening.objects.filter(settled_at__lt=now - SETTLED_KEPT)),
        "trials": _drop(RuleTrial.objects.filter(created_at__lt=now - TRIALS_KEPT)),
        "analyses": _drop(PendingAnalysis.objects.filter(given_up_at__lt=now - GIVEN_UP_KEPT)),
    }


def _drop(rows: QuerySet[Any]) -> int:
    """Delete these rows with what hangs on them; how many that were. Few are in memory and locked at once."""
    dropped = 0
    while ids := list(rows.values_list("pk", flat=True)[:AT_A_TIME]):
        dropped += rows.filter(pk__in=ids).delete()[0]
    return dropped
