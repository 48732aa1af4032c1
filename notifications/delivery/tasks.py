"""How sending starts: by the task of the wake-up, by the sweep that finds what no wake-up reached, or in a thread."""

from __future__ import annotations

from celery import shared_task

from notifications.delivery.wakeup import task_begins


@shared_task(name="notifications.delivery.send_due", queue="email")
def send_due() -> None:
    """Send what is due."""
    task_begins()
