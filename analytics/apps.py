"""The app's registration with Django."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        from analytics import subscribers, tasks  # noqa: F401 - their import registers them
