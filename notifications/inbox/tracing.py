"""The way of one notification: event, decision by channel, queue, attempts, receipts, and what was done with it."""

from __future__ import annotations

from typing import Any

from notifications.delivery.tracing import steps_of
from notifications.inbox import queries
from notifications.inbox.models import Notification, NotificationCause
from notifications.inbox.told import SOURCE

MOST_CAUSES = 50
"""So many events of a notification are shown, the newest."""

# Of steps at one moment, which comes first.
_ORDER = ("event", "decided", "queued", "attempted", "reported", "ended", "taken_back", "read", "archived")


def trace(row: Notification) -> list[dict[str, Any]]:
    """The steps, in the order in which they were taken. Neither words nor addresses are among them."""
    steps = [step for cause in queries.causes_of(row.pk, MOST_CAUSES) for step in _of_cause(cause)]
    steps += [
        _step(each.at, each.what, channel=each.channel, outcome=each.outcome, detail=each.detail)
        for each in steps_of(SOURCE, row.pk)
    ]
    if row.read_at is not None:
        steps.append(_step(row.read_at, "read"))
    if row.archived_at is not None:
        steps.append(_step(row.archived_at, "archived"))
    return sorted(steps, key=lambda step: (step["at"], _ORDER.index(step["step"])))


def _of_cause(cause: NotificationCause) -> list[dict[str, Any]]:
    steps = [_step(cause.at, "event", outcome=cause.type, cause_id=cause.cause_id)]
    for channel, (outcome, reason, at) in cause.decisions.items():
        decided = _step(cause.at, "decided", channel=channel, outcome=outcome, reason=reason, cause_id=cause.cause_id)
        steps.append({**decided, "detail": at or ""})
    if cause.taken_back_at is not None:
        steps.append(_step(cause.taken_back_at, "taken_back", cause_id=cause.cause_id))
    return steps


def _step(
    at: Any,
    step: str,
    *,
    channel: str = "",
    outcome: str = "",
    reason: str = "",
    detail: str = "",
    cause_id: int | None = None,
) -> dict[str, Any]:
    return {
        "at": at,
        "step": step,
        "channel": channel or None,
        "outcome": outcome,
        "reason": reason,
        "detail": detail,
        "event": cause_id,
    }
