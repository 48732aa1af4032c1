"""What screening tells: ids and the codes of reasons, never a text."""

from __future__ import annotations

from uuid import UUID

from config.events import Event


class ContentFlagged(Event, wire="content.flagged", subject="thing_id"):
    """A text is seen, and a moderator should look at it."""

    actor_id: UUID | None
    screening_id: UUID
    kind: str
    thing_id: UUID | None
    reasons: list[str]


class ContentHeld(Event, wire="content.held", subject="thing_id"):
    """A text is kept and seen by its author and the staff alone, until a moderator has looked."""

    actor_id: UUID | None
    screening_id: UUID
    kind: str
    thing_id: UUID | None
    reasons: list[str]


class ContentSettled(Event, wire="content.settled", subject="thing_id"):
    """What was flagged or held came to its end: `decision` is released, hidden or cleared."""

    actor_id: UUID | None
    screening_id: UUID
    kind: str
    thing_id: UUID | None
    decision: str


class RuleChanged(Event, wire="screening_rule.changed", subject="rule_id"):
    """A rule was made, changed, went live or was retired."""

    actor_id: UUID | None
    rule_id: UUID
    state: str


class RuleTrialAsked(Event, wire="screening_rule.trial_asked", subject="trial_id"):
    """A trial that is too long for a request waits for a job."""

    actor_id: UUID | None
    rule_id: UUID
    trial_id: UUID
