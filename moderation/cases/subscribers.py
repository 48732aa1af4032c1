"""What screening flags, holds or settles comes to its case. One subscriber hears all of a thing, so it is in order."""

from __future__ import annotations

from config.events import DomainEvent, subscribe
from moderation.cases import services
from moderation.screening.events import ContentFlagged, ContentHeld, ContentSettled


@subscribe(ContentFlagged, ContentHeld, ContentSettled, as_="cases.follow_screening")
def follow_screening(event: ContentFlagged | ContentHeld | ContentSettled, *, cause: DomainEvent) -> None:
    if isinstance(event, ContentSettled):
        services.close_flagged(
            kind=event.kind,
            thing_id=event.thing_id,
            screening_id=event.screening_id,
            decision=event.decision,
            actor_id=event.actor_id,
        )
        return
    services.gather_flag(
        kind=event.kind,
        thing_id=event.thing_id,
        screening_id=event.screening_id,
        reasons=event.reasons,
        is_held=isinstance(event, ContentHeld),
        cause=cause.pk,
    )
