"""The app's registration with Django."""

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "config.jobs"
    label = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        # By its dotted name, since the Celery app is part of the roof: every process must post tasks through it.
        import_module("config.celery")
        from config.jobs import (
            privacy,
            tasks,  # noqa: F401 - its import registers the upkeep of runs
        )
        from config.jobs.desk import places

        places.register()
        privacy.declare()
