"""The Celery app of the faults' worker processes: ours, with the faults' ears and jobs registered."""

from __future__ import annotations

from celery import signals

from config.celery import app

__all__ = ["app"]


@signals.import_modules.connect
def listen(**_: object) -> None:
    import django

    django.setup()
    from config.tests.faults import ears

    ears.listen()
    ears.schedule()
