"""Declaring jobs: the decorator, and the registry that the schedule is derived from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from celery import shared_task

if TYPE_CHECKING:
    from config.jobs.models import TaskRun

Counts = dict[str, int] | None
Body = Callable[..., Counts]

TRIES = 3
# A job that comes round sooner than this is not tried again: its next slot is the next try.
WORTH_RETRYING = timedelta(minutes=5)

_jobs: dict[str, Job] = {}


@dataclass(frozen=True, slots=True)
class Job:
    """A named piece of work. Calling it runs its body alone; `send` has it run later, kept as a row until then."""

    name: str
    body: Body
    every: timedelta | None
    queue: str
    tries: int
    task: Any = field(compare=False, repr=False)

    def __call__(self, *args: Any, **kwargs: Any) -> Counts:
        return self.body(*args, **kwargs)

    def send(self, **arguments: Any) -> TaskRun:
        """Have the job run with these arguments (JSON values) once the caller's transaction is committed."""
        from config.jobs import running

        return running.send(self, arguments)

    def post(self, *, expires: float, **which: Any) -> None:
        """Hand the run of a slot (`slot`) or a waiting one (`run_id`) to Celery, in the job's own queue."""
        self.task.apply_async(kwargs=which, queue=self.queue, expires=expires)

    def slot_at(self, moment: datetime) -> datetime:
        """The beginning of the slot that `moment` lies in; slots are counted from 1970, so all processes agree."""
        if self.every is None:
            raise TypeError(f"{self.name} has no schedule")
        length = self.every.total_seconds()
        return datetime.fromtimestamp(moment.timestamp() // length * length, UTC)

    @property
    def is_retried(self) -> bool:
        """Whether a run that failed or was lost is worth trying again before the next slot."""
        return self.tries > 1 and (self.every is None or self.every >= WORTH_RETRYING)


def job(
    name: str, *, every: timedelta | None = None, queue: str = "default", tries: int = TRIES
) -> Callable[[Body], Job]:
    """Declare a job: its name (also the task's name on the wire), how often it runs by itself, its queue, its tries.

    The body must bear being run again, and returns what it did as counts by name.
    """
    if every is not None and every < timedelta(seconds=1):
        raise TypeError(f"{name}: a job runs every second at most")

    def register(body: Body) -> Job:
        known = _jobs.get(name)
        if known is not None and _place(known.body) != _place(body):
            raise RuntimeError(f"the job name {name!r} is taken by {_place(known.body)}")

        def run(slot: str | None = None, run_id: int | None = None) -> None:
            from config.jobs import running

            running.run_task(_jobs[name], slot=slot, run_id=run_id)

        run.__doc__ = body.__doc__
        declared = Job(name=name, body=body, every=every, queue=queue, tries=tries, task=_as_task(name, run))
        _jobs[name] = declared
        return declared

    return register


def _as_task(name: str, run: Callable[..., None]) -> Any:
    return shared_task(name=name)(run)


def _place(body: Any) -> str:
    return f"{body.__module__}.{body.__qualname__}"


def find(name: str) -> Job | None:
    """The job of that name; None where its code is gone."""
    return _jobs.get(name)


def jobs() -> list[Job]:
    """All jobs, by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def scheduled() -> list[Job]:
    """The jobs that run by themselves, by name."""
    return [declared for declared in jobs() if declared.every is not None]


def forget(name: str) -> None:
    """Take a job out of the registry; for tests that declare their own."""
    _jobs.pop(name, None)
