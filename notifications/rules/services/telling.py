"""Telling by a rule: from an event to what stands in inboxes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from config.events import DomainEvent, Event
from notifications.inbox.services import tell
from notifications.inbox.told import Told
from notifications.rules.locks import hold_things
from notifications.rules.rule import Rule
from notifications.rules.screening import screened


def tell_by(rule: Rule, event: Event, cause: DomainEvent, recipients: Iterable[UUID | None]) -> int:
    """Tell these members of an event as the rule says; how many were told."""
    told = _told(rule, event, cause)
    ids = {each for each in recipients if each is not None and each != told.actor_id}
    if not ids:
        return 0
    hold_things(each[1] for each in (told.thing, told.own_part) if each is not None)
    return tell(told, ids, screen=partial(screened, rule, event, told))


def _told(rule: Rule, event: Event, cause: DomainEvent) -> Told:
    thing = rule.thing(event)
    return Told(
        type=rule.type,
        cause_id=cause.pk,
        at=cause.occurred_at,
        actor_id=getattr(event, rule.actor) if rule.actor else None,
        thing=thing,
        part=rule.part(event),
        group=rule.group(event) if rule.group is not None else f"{rule.type.name}:{thing[1] if thing else cause.pk}",
        threads=tuple(rule.threads(event)),
        data=rule.data(event),
        stays=rule.stays,
    )
