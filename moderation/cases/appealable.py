"""Whether a decision can be appealed against: one rule, for whoever is told of it and for whoever appeals.

Appeals lie above cases, and say through a port which decisions were appealed against already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from config import clock
from moderation.cases.choices import Outcome
from moderation.cases.queries import appeal_time
from moderation.sanctions.queries import weighs

if TYPE_CHECKING:
    from moderation.cases.models import Decision
    from moderation.sanctions.models import Sanction

Appealed = Callable[[Collection[UUID]], set[UUID]]

_appealed: Appealed | None = None


def register_appealed(appealed: Appealed | None) -> None:
    """Have `appealed(decision_ids)` say which of them somebody has appealed against, whatever came of it."""
    global _appealed
    _appealed = appealed


def appealed_of(decision_ids: Collection[UUID]) -> set[UUID]:
    """Which of these decisions were appealed against."""
    return _appealed(decision_ids) if _appealed is not None and decision_ids else set()


def appealable_until(decision: Decision, imposed: Iterable[Sanction]) -> datetime | None:
    """Until when a decision that imposed these can be appealed against; None where it is late or nothing is left.

    What only ran out is left, and so is a strike that still counts.
    """
    until = decision.created_at + appeal_time()
    stands = decision.outcome == Outcome.ACTED and decision.overturned_at is None and clock.now() < until
    return until if stands and any(weighs(row) for row in imposed) else None
