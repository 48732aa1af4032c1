"""Taking what an erased member wrote out of the samples of trials; the rest is declared in `privacy`."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from moderation.screening.models import RuleTrial

AT_A_TIME = 100


@transaction.atomic
def forget_samples(author_id: UUID) -> int:
    """Take a member's texts out of all trials; how many trials quoted them.

    Whose a sample is stands in it; one that does not say so goes as well. The trials are held from the reading on, so
    that of two erasures at once none puts back what the other took out.
    """
    quoting = [pk for pk, samples in _all_samples() if len(_without(author_id, samples)) < len(samples)]
    changed = []
    for trial in RuleTrial.objects.select_for_update(of=("self",)).filter(pk__in=quoting).order_by("pk"):
        trial.samples = _without(author_id, trial.samples)
        changed.append(trial)
    RuleTrial.objects.bulk_update(changed, ["samples"], batch_size=AT_A_TIME)
    return len(changed)


def _all_samples() -> Iterator[tuple[UUID, list[dict[str, str]]]]:
    rows = RuleTrial.objects.exclude(samples=[]).order_by()
    return rows.values_list("pk", "samples").iterator(chunk_size=AT_A_TIME)


def _without(author_id: UUID, samples: list[dict[str, str]]) -> list[dict[str, str]]:
    return [sample for sample in samples if sample.get("author_id") not in (str(author_id), None)]
