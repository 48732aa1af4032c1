"""What every end of a sanction has in common: the row, the strike, the fact, the audit."""

from __future__ import annotations

from uuid import UUID

from config import clock
from config.audit import note
from config.events import record
from config.roles import Viewer
from moderation.sanctions.choices import ON_THINGS, Ended
from moderation.sanctions.events import SanctionEnded
from moderation.sanctions.models import Sanction, Strike


def close(row: Sanction, *, ended_as: str, actor: Viewer | None, reason: str) -> None:
    """End a sanction that is in force. What it did is undone by the caller."""
    row.ended_at, row.ended_as = clock.now(), ended_as
    row.ended_by_id = actor.pk if actor is not None else None
    row.save(update_fields=["ended_at", "ended_as", "ended_by"])
    _conclude(row, actor=actor, reason=reason)
    record(
        SanctionEnded(
            actor_id=actor.pk if actor is not None else None,
            sanction_id=row.pk,
            member_id=row.member_id,
            act=str(row.act),
            kind=row.kind,
            thing_id=row.thing_id,
            ended_as=str(ended_as),
        )
    )


def overturn_past(row: Sanction, *, actor: Viewer | None, reason: str) -> None:
    """A sanction that had ended was wrong from the beginning: it counts no longer."""
    row.ended_as = Ended.OVERTURNED
    row.save(update_fields=["ended_as"])
    _conclude(row, actor=actor, reason=reason)


def _conclude(row: Sanction, *, actor: Viewer | None, reason: str) -> None:
    if row.ended_as == Ended.OVERTURNED:
        Strike.objects.filter(sanction=row, voided_at__isnull=True).update(voided_at=clock.now())
    after = {"sanction": row.pk, "act": str(row.act)}
    note(action=f"sanction.{row.ended_as}", actor=actor, target=target_of(row), after=after, reason=reason)


def target_of(row: Sanction) -> tuple[str, UUID]:
    """What the audit files a sanction under: the thing, or the member."""
    if row.act in ON_THINGS or row.member_id is None:
        return row.kind, row.thing_id
    return "user", row.member_id
