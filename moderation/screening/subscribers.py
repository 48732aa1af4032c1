"""A trial that was asked for is a job."""

from __future__ import annotations

from config.events import DomainEvent, subscribe
from moderation.screening import tasks
from moderation.screening.events import RuleTrialAsked


@subscribe(RuleTrialAsked, as_="screening.send_trial")
def send_trial(event: RuleTrialAsked, *, cause: DomainEvent) -> None:
    tasks.try_rule.send(trial_id=str(event.trial_id))
