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
        from config.api.metrics import events_owed
        from config.api.scraped import register_readings

        limits.register()
        privacy.declare()
        register_readings(events_owed)
