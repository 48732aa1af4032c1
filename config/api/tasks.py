"""The REST ground's one chore."""

from __future__ import annotations

from datetime import timedelta

from config.api import idempotency
from config.jobs import job


@job("config.api.prune_idempotent_answers", every=timedelta(hours=1))
def prune_idempotent_answers() -> dict[str, int]:
    """Drop answers that were kept for longer than a day."""
    return {"pruned": idempotency.prune()}
