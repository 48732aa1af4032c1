"""Activity hears of everything that stands in feeds, or that takes something from them, by one ear.

One, so that what is favourited and what is favourited no longer come in the order in which they happened.
"""

from __future__ import annotations

from config.events import DomainEvent, Event, subscribe
from moderation.cases.events import CaseDecided
from social.activity import services
from social.activity.causes import concerns_feeds


@subscribe(as_="activity.keep_up", where=concerns_feeds)
def keep_up(event: Event, *, cause: DomainEvent) -> None:
    """Make the item, or take back."""
    services.keep_up(event=event, cause=cause)


@subscribe(CaseDecided, as_="activity.let_stand")
def let_stand(event: CaseDecided, *, cause: DomainEvent) -> None:
    """Show again what flags alone have hidden, where moderation found nothing wrong with it."""
    services.follow_decision(event=event)
