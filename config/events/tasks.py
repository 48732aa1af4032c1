"""How deliveries start: by the task of the wake-up, by the sweep that finds what no wake-up reached, or in a thread."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from config.events.delivering import deliver_owed
from config.events.wakeup import task_begins, wakeup
from config.jobs import job

TASK_SECONDS = 20.0
EMBEDDED_SECONDS = 1.0


@shared_task(name="config.events.deliver")
def deliver() -> None:
    """Deliver what is owed; posts itself again where time ran out before the work did."""
    task_begins()
    if deliver_owed(seconds=TASK_SECONDS, call_help=wakeup.signal).is_more:
        wakeup.signal()


@job("config.events.sweep", every=timedelta(seconds=10))
def sweep() -> dict[str, int]:
    """Deliver what is still owed: after a lost wake-up, a backoff, or the death of whoever held it."""
    counts = deliver_owed(seconds=TASK_SECONDS, call_help=wakeup.signal)
    if counts.is_more:
        wakeup.signal()
    return counts.as_dict()


def deliver_a_little() -> bool:
    """What the embedded runner does, a second at a time; whether there is more."""
    return deliver_owed(seconds=EMBEDDED_SECONDS).is_more
