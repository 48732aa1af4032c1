"""The wake-up of deliveries: after a commit, a flag in embedded mode, a Celery task in full mode.

However many processes record, one wake-up waits in the broker at a time: whoever posts one says so in the cache, and
the worker that begins it takes the word away before it looks at what is owed.
"""

from __future__ import annotations

from django.core.cache import cache

from config.jobs.wakeup import Wakeup

POSTED = "events:wake-posted"
POSTED_SECONDS = 5


def post_task() -> None:
    """Post the delivery task, unless one that no worker has begun is known to wait already."""
    if cache.add(POSTED, 1, timeout=POSTED_SECONDS):
        from config.events.tasks import deliver

        deliver.apply_async(expires=60)


def task_begins() -> None:
    """A worker is about to look at what is owed: what is recorded from here on needs a wake-up of its own."""
    cache.delete(POSTED)


wakeup = Wakeup("events", post_task)
