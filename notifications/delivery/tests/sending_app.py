"""The Celery app of the tests' worker processes: ours, with the tests' own source registered."""

from __future__ import annotations

import os
import signal

from celery import signals

from config.celery import app

__all__ = ["app"]


@signals.import_modules.connect
def register_source(**_: object) -> None:
    import django

    django.setup()
    from notifications.delivery.sources import register_source as register
    from notifications.delivery.tests.trial import Trial

    trial = Trial()

    def read(asked):
        if any(one.type == "workbook.featured" for one in asked):
            os.kill(os.getpid(), signal.SIGKILL)  # poison
        return trial.read(asked)

    register("trial", read)
