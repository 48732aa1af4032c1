"""Taking what an erased member wrote out of the samples of trials; the rest is declared in `privacy`."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import entities
from moderation.screening.models import RuleTrial


@transaction.atomic
def forget_samples(author_id: UUID) -> int:
    """Take a member's texts out of all trials; how many trials quoted them. Call it while their things stand."""
    changed = 0
    for trial in RuleTrial.objects.exclude(samples=[]).only("pk", "samples"):
        kept = [sample for sample in trial.samples if not _is_of(author_id, sample)]
        if len(kept) < len(trial.samples):
            changed += RuleTrial.objects.filter(pk=trial.pk).update(samples=kept)
    return changed


def _is_of(author_id: UUID, sample: dict[str, str]) -> bool:
    try:
        owner = entities.kind(sample["type"]).owner_of(UUID(sample["id"]))
    except entities.UnknownKind:
        return True
    return owner in (author_id, None)
