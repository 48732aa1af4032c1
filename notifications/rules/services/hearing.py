"""Hearing an event: what its rules make of it is told at once, or by a job where its audience is large."""

from __future__ import annotations

from django.db import transaction

from config.events import DomainEvent, Event
from notifications.rules.rule import Rule, rules_for
from notifications.rules.services.ending import end
from notifications.rules.services.fanning import AT_ONCE, begin
from notifications.rules.services.telling import tell_by


@transaction.atomic
def hear(*, event: Event, cause: DomainEvent) -> None:
    """Take back what the event ends, and tell what it tells."""
    end(event=event)
    for rule in rules_for(type(event).wire):
        if not rule.unless(event):
            _follow(rule, event, cause)


def _follow(rule: Rule, event: Event, cause: DomainEvent) -> None:
    if rule.audience is None:
        tell_by(rule, event, cause, rule.recipients(event))
        return
    first = rule.audience(event, None, AT_ONCE + 1)
    if len(first) > AT_ONCE:
        begin(rule, cause)
    else:
        tell_by(rule, event, cause, [member_id for _key, member_id in first])
