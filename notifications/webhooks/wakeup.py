"""The wake-up of the sender: after a commit, a flag in embedded mode, a Celery task in full mode.

As with the event log, one wake-up waits in the broker at a time, and a lost one costs nothing but the time until the
sweep.
"""

from __future__ import annotations

from celery import current_app
from django.core.cache import cache
from django.db import connection, transaction

from config.jobs.wakeup import Wakeup

SEND_DUE = "notifications.webhooks.send_due"
QUEUE = "email"
POSTED = "webhooks:wake-posted"
POSTED_SECONDS = 5


def post_task() -> None:
    """Post the task that sends, unless one that no worker has begun is known to wait already."""
    if cache.add(POSTED, 1, timeout=POSTED_SECONDS):
        # By its name: the task lies above whoever makes messages.
        current_app.send_task(SEND_DUE, queue=QUEUE, expires=60)


def task_begins() -> None:
    """A worker is about to look at what is due: what is made from here on needs a wake-up of its own."""
    cache.delete(POSTED)


wakeup = Wakeup("webhooks", post_task)


def wake_on_commit() -> None:
    """Have the queue looked at once this transaction is committed; one call a transaction, however often asked."""
    if not any(entry[1] == wakeup.signal for entry in connection.run_on_commit[-4:]):
        transaction.on_commit(wakeup.signal, robust=True)
