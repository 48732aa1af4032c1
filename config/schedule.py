"""The one schedule: every job that was declared with `every`, as beat sees it.

Slots are counted from 1970 and not from the start of a process, and each message names the slot it is for. So a beat
that starts posts the present slot of every job at once, whatever it missed while it was down; two beats post the same
slots; and the unique row of a slot sees to it that each is run once. Embedded mode runs the same slots
(`config/jobs/embedded`).
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import Any

from celery.beat import BeatLazyFunc, Scheduler
from celery.schedules import BaseSchedule

from config import clock
from config.jobs import registry
from config.jobs.registry import Job

logger = logging.getLogger(__name__)

LONG_AGO = datetime.fromtimestamp(0, UTC)


class Slots(BaseSchedule):
    """Due once in each slot of a job."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job

    def is_due(self, last_run_at: datetime) -> tuple[bool, float]:  # type: ignore[override] # seconds, as beat reads it
        now = clock.now()
        slot = self.job.slot_at(now)
        length = self.job.every.total_seconds() if self.job.every else 0.0
        return self.job.slot_at(last_run_at) < slot, length - (now - slot).total_seconds()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slots) and other.job == self.job

    def __hash__(self) -> int:
        return hash(self.job.name)

    def __repr__(self) -> str:
        return f"<every {self.job.every}>"


def present_slot(name: str) -> str:
    """The slot that a message posted now is for."""
    job = registry.find(name)
    if job is None:
        raise LookupError(name)
    return job.slot_at(clock.now()).isoformat()


def entries() -> dict[str, dict[str, Any]]:
    """The schedule in beat's words. A message that no worker has begun when its slot ends is dropped."""
    return {
        job.name: {
            "task": job.name,
            "schedule": Slots(job),
            "last_run_at": LONG_AGO,
            "kwargs": {"slot": BeatLazyFunc(present_slot, job.name)},
            "options": {"queue": job.queue, "expires": max(job.every.total_seconds(), 30.0) if job.every else None},
        }
        for job in registry.scheduled()
    }


class SlotScheduler(Scheduler):
    """Beat without a file: the schedule comes from the jobs, what was run is in the database."""

    _shown_at = float("-inf")

    def setup_schedule(self) -> None:
        self.merge_inplace(entries())  # type: ignore[arg-type] # Celery makes entries of them

    def tick(self, *args: Any, **kwargs: Any) -> float:
        self._show_life()
        return super().tick(*args, **kwargs)

    def _show_life(self) -> None:
        from django.db import connection

        from config.jobs import heartbeats

        if time.monotonic() - self._shown_at < heartbeats.EVERY_SECONDS:
            return
        self._shown_at = time.monotonic()
        try:
            heartbeats.beat("beat")
        except Exception as error:
            logger.warning("no sign of life could be written for beat: %s", error)
        finally:
            connection.close()
