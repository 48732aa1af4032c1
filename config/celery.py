"""The Celery app of full mode.

    DATABASE_POOL=0 celery -A config.celery worker --queues default,email,metrics,sentiment
    DATABASE_POOL=0 celery -A config.celery beat

Workers fork, and a connection pool does not outlive a fork: their environment has `DATABASE_POOL=0`. Beat keeps no
file; any number of beats may run, since a slot is run once (`config/schedule.py`).
"""

from __future__ import annotations

import logging
import os
from typing import Any

from celery import Celery, signals

from config import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

logger = logging.getLogger(__name__)

broker.take_over()
app = Celery("sigma")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_scheduler = "config.schedule:SlotScheduler"
app.conf.beat_max_loop_interval = 5
# Every thread and every library of this process that posts a shared task posts it through this app.
app.set_default()
app.autodiscover_tasks()

_pulses: list[Any] = []


@signals.setup_logging.connect
def leave_logging_to_django(**_: object) -> None:
    """A receiver of this signal keeps Celery from setting up logging of its own; `settings.LOGGING` holds."""


@signals.worker_ready.connect
def show_life(sender: Any = None, **_: object) -> None:
    """A worker says that it lives, from its main process, so that it does so while its children are busy."""
    from django.db import connection

    from config.jobs.heartbeats import Pulse

    if connection.settings_dict.get("OPTIONS", {}).get("pool"):
        logger.warning("a worker should run with DATABASE_POOL=0: a connection pool does not outlive a fork")
    pulse = Pulse(f"worker:{getattr(sender, 'hostname', '') or 'unnamed'}")
    _pulses.append(pulse)
    pulse.start()


@signals.worker_shutdown.connect
def end_life(**_: object) -> None:
    """A worker that ends in good order takes its sign of life away."""
    while _pulses:
        _pulses.pop().stop()
