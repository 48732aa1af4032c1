"""The app's registration with Django."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "config.realtime"
    label = "realtime"
    verbose_name = "Realtime"

    def ready(self) -> None:
        from config.realtime import (
            privacy,
            tasks,  # noqa: F401 - its import registers the pruning
        )

        privacy.declare()
