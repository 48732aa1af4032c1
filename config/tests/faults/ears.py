"""Three subscribers of published workbooks and a job of every second, whose effects are rows of the audit.

The first subscriber kills its process where the file that `FAULT_POISON` names holds the event's subject. The task
`fault.dies` kills its process whenever it is begun; `fault.lasts` is under way for some seconds.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from config.audit import note
from config.events import DomainEvent, subscriptions
from config.jobs import registry

NAMES = ("fault.first", "fault.second", "fault.third")
PUBLISHED = "workbook.published"
HEARD, TICKED, BEGUN, ENDED = "fault.heard", "fault.ticked", "fault.begun", "fault.ended"
TICK, DIES, LASTS = "fault.tick", "fault.dies", "fault.lasts"
EVERY = timedelta(seconds=1)
LASTS_SECONDS = 5.0


def listen() -> None:
    """Register the subscribers, in whatever process is to record or to deliver."""
    for name in NAMES:

        def hear(event: object, *, cause: DomainEvent, name: str = name) -> None:
            if name == NAMES[0]:
                _die_of_poison(cause.subject)
            note(action=HEARD, actor=None, target=(name, cause.pk), after={"cause": cause.pk})

        subscriptions.subscribe(PUBLISHED, as_=name)(hear)


def stop_listening() -> None:
    for name in NAMES:
        subscriptions.unsubscribe(name)


def _die_of_poison(subject: str) -> None:
    with suppress(KeyError, FileNotFoundError):
        if Path(os.environ["FAULT_POISON"]).read_text() == subject:
            os.kill(os.getpid(), signal.SIGKILL)


def schedule() -> None:
    """Declare the job and the tasks, in workers and beat."""
    from celery import shared_task

    registry.job(TICK, every=EVERY)(_tick)
    shared_task(name=DIES)(_die)
    shared_task(name=LASTS)(_last)


def _tick() -> dict[str, int]:
    note(action=TICKED, actor=None)
    return {"ticked": 1}


def _die(mark: str = "") -> None:
    note(action=BEGUN, actor=None, target=("fault", mark))
    os.kill(os.getpid(), signal.SIGKILL)


def _last(mark: str) -> None:
    note(action=BEGUN, actor=None, target=("fault", mark))
    time.sleep(LASTS_SECONDS)
    note(action=ENDED, actor=None, target=("fault", mark))
