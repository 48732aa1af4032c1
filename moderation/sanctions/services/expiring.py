"""Ending sanctions whose time is over."""

from __future__ import annotations

import logging

from moderation.sanctions.choices import Ended
from moderation.sanctions.queries import due_for_ending
from moderation.sanctions.services.lifting import lift

log = logging.getLogger(__name__)


def expire_due() -> int:
    """End what is over, each in a transaction of its own; returns how many that were.

    Accounts may have been let go by the clock already, when their owner signed in; then this only writes it down.
    """
    ended = 0
    for sanction_id in due_for_ending():
        try:
            lift(sanction_id=sanction_id, actor=None, ended_as=Ended.EXPIRED)
        except Exception:  # of whatever kind: the others must not wait for it, and the next run tries it again
            log.exception("sanction %s could not be ended", sanction_id)
        else:
            ended += 1
    return ended
