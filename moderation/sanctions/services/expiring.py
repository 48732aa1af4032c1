"""Ending sanctions whose time is over."""

from __future__ import annotations

from moderation.sanctions.choices import Ended
from moderation.sanctions.queries import due_for_ending
from moderation.sanctions.services.lifting import lift


def expire_due() -> int:
    """End what is over, each in a transaction of its own; returns how many that were.

    Accounts may have been let go by the clock already, when their owner signed in; then this only writes it down.
    """
    due = due_for_ending()
    for sanction_id in due:
        lift(sanction_id=sanction_id, actor=None, ended_as=Ended.EXPIRED)
    return len(due)
