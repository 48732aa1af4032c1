"""Long trials, the hosted analyser's queue, and what is thrown away."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from config.jobs import job
from moderation.screening import services


@job("moderation.screening.try_rule")
def try_rule(trial_id: str) -> dict[str, int]:
    """Do a trial that is too long for a request."""
    return services.run_trial(UUID(trial_id))


@job("moderation.screening.analyse", every=timedelta(seconds=10), queue="sentiment")
def analyse() -> dict[str, int]:
    """Ask the hosted analyser about what waits for it; nothing where none is configured."""
    return services.run_analyses()


@job("moderation.screening.prune", every=timedelta(hours=1))
def prune() -> dict[str, int]:
    """Drop old traces of writing, refusals, settled rows, trials and given-up analyses."""
    return services.prune()
