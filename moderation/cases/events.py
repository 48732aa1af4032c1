"""What becomes of cases: ids and words of lists, never a text."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class CaseOpened(Event, wire="case.opened", subject="case_id"):
    """Something is held against a thing, for the first time or again (`round` above 1)."""

    actor_id: UUID | None
    case_id: UUID
    kind: str
    thing_id: UUID
    round: int


class CaseClaimed(Event, wire="case.claimed", subject="case_id"):
    """A moderator looks at a case, and it goes to nobody else."""

    actor_id: UUID | None
    case_id: UUID


class CaseReleased(Event, wire="case.released", subject="case_id"):
    """A claimed case is anybody's again."""

    actor_id: UUID | None
    case_id: UUID


class CaseEscalated(Event, wire="case.escalated", subject="case_id"):
    """A case needs a higher role: somebody said so, or nobody decided in time."""

    actor_id: UUID | None
    case_id: UUID
    needs_role: str


class CaseDecided(Event, wire="case.decided", subject="case_id"):
    """A round of a case ended; what was done to whom are events of sanctions."""

    actor_id: UUID | None
    case_id: UUID
    decision_id: UUID
    owner_id: UUID | None
    kind: str
    thing_id: UUID
    outcome: str


class DecisionOverturned(Event, wire="decision.overturned", subject="case_id"):
    """A decision was found wrong, and what it did is undone."""

    actor_id: UUID | None
    case_id: UUID
    decision_id: UUID
    owner_id: UUID | None
