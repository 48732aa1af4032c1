"""How deliveries look on the desk."""

from __future__ import annotations

from typing import Any

from config.desk.marks import Tone, badge
from notifications.delivery.models import Attempt, AttemptOutcome, Delivery
from notifications.delivery.states import State

TONES: dict[str, Tone] = {
    State.WAITING: "",
    State.DEAD: "bad",
    State.BOUNCED: "bad",
    State.COMPLAINED: "bad",
    State.WITHHELD: "warn",
    State.EXPIRED: "warn",
    State.SUPPRESSED: "warn",
}


def state_of(row: Delivery) -> Any:
    """What became of a message."""
    return badge(row.get_state_display(), TONES.get(row.state, "good"))


def outcome_of(row: Attempt) -> Any:
    """How a handing over ended."""
    return badge(row.get_outcome_display(), "good" if row.outcome == AttemptOutcome.OK else "bad")
