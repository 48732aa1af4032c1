"""The one ear: everything that tells somebody something, or takes it back, in the order in which it happened."""

from __future__ import annotations

from accounts.users.events import StatusChanged
from config.events import DomainEvent, Event, subscribe
from notifications.rules import services, shipped, tasks
from notifications.rules.rule import endings_for, gone_for, rules_for
from social.graph.events import UserBlocked

__all__ = ["concerns_inboxes", "hear", "shipped"]


def concerns_inboxes(cls: type[Event]) -> bool:
    """Whether events of this class tell anything, or take something back."""
    if cls in (UserBlocked, StatusChanged) or rules_for(cls.wire) or gone_for(cls.wire):
        return True
    return any(endings_for(cls))


@subscribe(as_="notifications.hear", where=concerns_inboxes)
def hear(event: Event, *, cause: DomainEvent) -> None:
    """Take back, and tell."""
    left = services.hear(event=event, cause=cause)
    for each in left.fan_outs:
        tasks.fan_out.send(fan_out_id=str(each))
    if left.closed is not None:
        tasks.forget_actor.send(user_id=str(left.closed))
