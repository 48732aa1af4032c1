"""Taking away what nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from config import clock
from moderation.screening.choices import Settled
from moderation.screening.models import PendingAnalysis, RuleTrial, Screening, WritingTrace

TRACES_KEPT = timedelta(days=1)
REFUSED_KEPT = timedelta(days=30)
SETTLED_KEPT = timedelta(days=365)
TRIALS_KEPT = timedelta(days=90)
GIVEN_UP_KEPT = timedelta(days=30)


def prune() -> dict[str, int]:
    """Drop old traces, refusals, settled rows, trials and given-up analyses; open rows stay."""
    now = clock.now()
    traces, _ = WritingTrace.objects.filter(at__lt=now - TRACES_KEPT).delete()
    refused, _ = Screening.objects.filter(settled_as=Settled.REFUSED, settled_at__lt=now - REFUSED_KEPT).delete()
    settled, _ = Screening.objects.filter(settled_at__lt=now - SETTLED_KEPT).delete()
    trials, _ = RuleTrial.objects.filter(created_at__lt=now - TRIALS_KEPT).delete()
    given_up, _ = PendingAnalysis.objects.filter(given_up_at__lt=now - GIVEN_UP_KEPT).delete()
    return {"traces": traces, "screenings": refused + settled, "trials": trials, "analyses": given_up}
