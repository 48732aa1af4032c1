"""Hearing an event: what its rules make of it is told at once, or by a job where its audience is large."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from config.events import DomainEvent, Event
from notifications.rules.rule import Rule, rules_for
from notifications.rules.services.ending import closed, end
from notifications.rules.services.fanning import AT_ONCE, begin
from notifications.rules.services.telling import tell_by


@dataclass(slots=True)
class Left:
    """What is left to jobs: tellings to go on with, and whose deeds are to be taken back."""

    fan_outs: list[UUID] = field(default_factory=list)
    closed: UUID | None = None


@transaction.atomic
def hear(*, event: Event, cause: DomainEvent) -> Left:
    """Take back what the event ends, and tell what it tells; what is left to jobs."""
    end(event=event)
    left = Left(closed=closed(event))
    for rule in rules_for(type(event).wire):
        if not rule.unless(event):
            left.fan_outs += _follow(rule, event, cause)
    return left


def _follow(rule: Rule, event: Event, cause: DomainEvent) -> list[UUID]:
    if rule.audience is None:
        tell_by(rule, event, cause, rule.recipients(event))
        return []
    first = rule.audience(event, None, AT_ONCE + 1)
    if len(first) > AT_ONCE:
        return [begin(rule, cause)]
    tell_by(rule, event, cause, [member_id for _key, member_id in first])
    return []
