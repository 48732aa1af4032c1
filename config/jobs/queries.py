"""Jobs as operators see them: when they come round, what came of them, how long they took."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max

from config import clock
from config.jobs import heartbeats, registry
from config.jobs.models import Outcome, TaskRun

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class JobState:
    """One job: its schedule, its newest run, and how its runs of the last day ended (outcome → how many)."""

    name: str
    every: timedelta | None
    next_slot: datetime | None
    last: TaskRun | None
    ended: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sign:
    """A process that has shown life. `is_late`: it should have done so again."""

    name: str
    seconds: float
    is_late: bool


def job_states() -> list[JobState]:
    """Every declared job, by name, in three statements."""
    now = clock.now()
    newest = TaskRun.objects.order_by().values("name").annotate(newest=Max("pk")).values("newest")
    last = {run.name: run for run in TaskRun.objects.filter(pk__in=newest).defer("error")}
    ended: dict[str, dict[str, int]] = defaultdict(dict)
    counted = TaskRun.objects.filter(due_at__gte=now - DAY).order_by().values_list("name", "outcome")
    for name, outcome, count in counted.annotate(runs=Count("pk")):
        ended[name][outcome] = count
    return [
        JobState(
            job.name,
            job.every,
            job.slot_at(now) + job.every if job.every else None,
            last.get(job.name),
            ended.get(job.name, {}),
        )
        for job in registry.jobs()
    ]


def ended_runs(name: str, most: int = 60) -> list[TaskRun]:
    """The newest runs of a job that have ended, oldest first."""
    runs = TaskRun.objects.filter(name=name, started_at__isnull=False, finished_at__isnull=False)
    return list(runs.order_by("-pk")[:most])[::-1]


def failures(name: str, most: int = 10) -> list[TaskRun]:
    """The newest runs of a job that failed, were lost, or are tried again after an error."""
    return list(TaskRun.objects.filter(name=name).exclude(error="").order_by("-pk")[:most])


def failed_lately() -> int:
    """How many runs of the last day failed or were lost."""
    lately = TaskRun.objects.filter(due_at__gte=clock.now() - DAY)
    return lately.filter(outcome__in=[Outcome.FAILED, Outcome.LOST]).count()


def seconds_of(run: TaskRun) -> float | None:
    """How long a run took; None where it has not ended."""
    if run.started_at is None or run.finished_at is None:
        return None
    return max((run.finished_at - run.started_at).total_seconds(), 0.0)


def signs() -> list[Sign]:
    """The signs of life of all processes, by name."""
    late = heartbeats.LATE_SECONDS
    return [Sign(name, seconds, seconds > late) for name, seconds in sorted(heartbeats.ages().items())]
