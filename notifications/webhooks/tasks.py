"""How sending starts: by the task of the wake-up, by the sweep that finds what no wake-up reached, or in a thread."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from config.jobs import job
from notifications.webhooks import sending
from notifications.webhooks.pruning import prune_old
from notifications.webhooks.wakeup import QUEUE, SEND_DUE, task_begins, wakeup

# New messages are begun for so long; what is under way then takes fifteen seconds more at most.
TASK_SECONDS = 10.0
EMBEDDED_SECONDS = 0.8


@shared_task(name=SEND_DUE)
def send_due() -> None:
    """Send what is due; posts itself again where time ran out before the work did."""
    task_begins()
    if sending.send_due(seconds=TASK_SECONDS, call_help=wakeup.signal).is_more:
        wakeup.signal()


@job("notifications.webhooks.sweep", every=timedelta(seconds=10), queue=QUEUE)
def sweep() -> dict[str, int]:
    """Send what is still due: after a lost wake-up, a backoff, an endpoint's rest, or the death of whoever held it."""
    counts = sending.send_due(seconds=TASK_SECONDS, call_help=wakeup.signal)
    if counts.is_more:
        wakeup.signal()
    return counts.as_dict()


@job("notifications.webhooks.prune", every=timedelta(hours=1))
def prune() -> dict[str, int]:
    """Take away messages older than they are kept."""
    return {"deleted": prune_old()}


def send_a_little() -> bool:
    """What the embedded runner does, a second at a time; whether there is more."""
    return sending.send_a_little(EMBEDDED_SECONDS)
