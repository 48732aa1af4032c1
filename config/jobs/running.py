"""Running jobs: taking a run so that nobody else has it, doing it, and writing down what came of it."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from config import clock, context
from config.jobs import registry
from config.jobs.models import Outcome, TaskRun
from config.jobs.registry import Job
from config.jobs.wakeup import Wakeup

logger = logging.getLogger(__name__)

ALIVE_EVERY_SECONDS = 10.0
ERROR_LENGTH = 4000
FIRST_BACKOFF = timedelta(seconds=30)
BACKOFF_FACTOR = 4


def send(declared: Job, arguments: dict[str, Any]) -> TaskRun:
    """Keep a run in the caller's transaction and have it begun after commit."""
    run = TaskRun.objects.create(
        name=declared.name, outcome=Outcome.WAITING, arguments=arguments, request_id=context.current().request_id[:64]
    )
    transaction.on_commit(wakeup.signal, robust=True)
    return run


def due() -> QuerySet[TaskRun]:
    """Runs that wait and may begin."""
    return TaskRun.objects.filter(outcome=Outcome.WAITING, due_at__lte=clock.now()).order_by("due_at", "id")


def post_waiting() -> int:
    """Post a message for each run that waits; a message too many does nothing, since the row is taken once."""
    posted = 0
    try:
        for pk, name in list(due().values_list("pk", "name")[:1000]):
            if (declared := registry.find(name)) is not None:
                declared.post(run_id=pk, expires=120)
                posted += 1
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()
    return posted


wakeup = Wakeup("jobs", post_waiting)


def take_slot(declared: Job, slot: datetime) -> TaskRun | None:
    """The run of that slot, if this call is the one to make it; None where there is one."""
    now = clock.now()
    request_id = context.new_request_id()
    run = TaskRun(name=declared.name, slot=slot, outcome=Outcome.RUNNING, attempts=1, due_at=slot)
    run.started_at = run.alive_at = now
    run.request_id = request_id
    TaskRun.objects.bulk_create([run], ignore_conflicts=True)
    # Whose row it is shows in the request id, the same on every database.
    return TaskRun.objects.filter(name=declared.name, slot=slot, request_id=request_id).first()


def take_waiting(run_id: int) -> TaskRun | None:
    """The waiting run, made this caller's own; None where another has it or it is not due."""
    now = clock.now()
    waiting = due().filter(pk=run_id).order_by()
    taken = waiting.update(outcome=Outcome.RUNNING, attempts=F("attempts") + 1, started_at=now, alive_at=now)
    return TaskRun.objects.get(pk=run_id) if taken else None


def run_task(declared: Job, *, slot: str | None, run_id: int | None) -> None:
    """What the Celery task of a job does: the run of a slot, a waiting run, or, with neither, one of its own."""
    if slot is not None:
        run = take_slot(declared, datetime.fromisoformat(slot))
    else:
        run = take_waiting(run_id if run_id is not None else send(declared, {}).pk)
    if run is not None:
        perform(declared, run)


def perform(declared: Job, run: TaskRun) -> TaskRun:
    """Run the body under the run's own request id, and write down its outcome; errors are logged and kept."""
    current = context.Context(request_id=run.request_id or context.new_request_id())
    try:
        with context.within(current), _kept_alive(run.pk):
            counts = declared.body(**run.arguments)
    except Exception as error:
        logger.exception("job %s failed", run.name)
        return set_back(run, Outcome.FAILED, "".join(traceback.format_exception(error))[-ERROR_LENGTH:])
    return _finish(run, Outcome.DONE, counts=counts or {})


def set_back(run: TaskRun, outcome: Outcome, error: str) -> TaskRun:
    """Have a failed or lost run tried again later, or close it where it has had its tries."""
    declared = registry.find(run.name)
    if declared is not None and declared.is_retried and run.attempts < declared.tries:
        due_at = clock.now() + FIRST_BACKOFF * BACKOFF_FACTOR ** (run.attempts - 1)
        return _finish(run, Outcome.WAITING, error=error, due_at=due_at)
    return _finish(run, outcome, error=error)


def _finish(run: TaskRun, outcome: Outcome, **values: Any) -> TaskRun:
    changes = {"outcome": outcome, "finished_at": clock.now(), **values}
    if "error" in changes:
        changes["error"] = changes["error"].replace("\0", "")
    ours = TaskRun.objects.filter(pk=run.pk, outcome=Outcome.RUNNING, attempts=run.attempts).update(**changes)
    if ours:
        for name, value in changes.items():
            setattr(run, name, value)
    return run


@contextmanager
def _kept_alive(run_id: int) -> Iterator[None]:
    """Say every ten seconds that the run's process lives, from a thread that dies with it."""
    ended = threading.Event()

    def say() -> None:
        while not ended.wait(ALIVE_EVERY_SECONDS):
            try:
                TaskRun.objects.filter(pk=run_id, outcome=Outcome.RUNNING).update(alive_at=clock.now())
            except Exception as error:
                logger.warning("run %s could not be kept alive: %s", run_id, error)
            finally:
                connection.close()

    thread = threading.Thread(target=say, name=f"job-{run_id}-alive", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
