"""Registration of the REST ground with Django; its one table keeps idempotent answers."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "config.api"
    label = "api"

    def ready(self) -> None:
        from config.api import (
            privacy,
            tasks,  # noqa: F401 - its import registers the job
        )
        from config.api.desk import limits

        limits.register()
        privacy.declare()
